using System.ComponentModel;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Huset.ServiceDefaults.Operations;

/// <summary>How a service fares, and what is mended by hand: the same four operations in every service, at `/{service}/v1/operations`.</summary>
internal static class OperationsApi
{
    public static void AddOperations(this IServiceCollection services)
    {
        services.AddSingleton<RouteTimes>();
        services.AddHostedService(provider => provider.GetRequiredService<RouteTimes>());
        services.AddScoped<ReadOperations>();
        services.AddScoped<FailedMessages>();
        services.AddScoped<RefusedMessages>();
    }

    public static void MapOperations(this WebApplication app, HusetService service)
    {
        var operations = app.MapGroup($"/{service.Name}/v1/operations").WithTags("operations");
        operations.MapGet("/", async Task<Ok<ServiceOperations>> (ReadOperations read, CancellationToken ct) => TypedResults.Ok(await read.Handle(ct)))
            .RequireAuthorization(CommonPermissions.ReadOperations)
            .WithName("readOperations")
            .WithSummary("Läs hur tjänsten mår / Read how the service fares")
            .WithDescription("Utkorg, köer, misslyckade meddelanden och databas, just nu, och vilka adresser som har svarat långsammast den senaste timmen. / Outbox, queues, failed messages and database, now, and which addresses have answered the slowest in the last hour.");
        operations.MapGet("/failed-messages", async Task<Ok<ListOf<FailedMessageView>>> ([AsParameters] FailedMessages.Query query, FailedMessages messages, HttpRequest request, CancellationToken ct) =>
                TypedResults.Ok(await messages.List(query, request, ct)))
            .RequireAuthorization(CommonPermissions.ReadOperations)
            .WithName("listFailedMessages")
            .WithSummary("Lista meddelanden som inte gick att ta emot / List messages that could not be handled")
            .WithDescription("Äldst först, aldrig med innehållet. / Oldest first, never with the content.");
        operations.MapPost("/failed-messages/{id:guid}/resend", async Task<Results<Ok<FailedMessageView>, NotFound>> (
                [Description("Radens id. / Id of the row.")] Guid id, FailedMessages messages, CancellationToken ct) =>
                await messages.Resend(id, ct) is { } sent ? TypedResults.Ok(sent) : TypedResults.NotFound())
            .RequireAuthorization(CommonPermissions.ResendMessages)
            .WithName("resendFailedMessage")
            .WithSummary("Skicka meddelandet igen / Send the message again")
            .WithDescription("Till samma mottagares kö med samma id. En andra gång händer ingenting. Misslyckas det igen blir det en ny rad. / To the same consumer's queue under the same id. A second call does nothing. If it fails again there is a new row.");
        operations.MapPost("/outbox/{seq:long}/retry", async Task<Results<Ok<RefusedMessage>, NotFound>> (
                [Description("Meddelandets nummer i utkorgen. / The message's number in the outbox.")] long seq, RefusedMessages messages, CancellationToken ct) =>
                await messages.Retry(seq, ct) is { } row ? TypedResults.Ok(row) : TypedResults.NotFound())
            .RequireAuthorization(CommonPermissions.ResendMessages)
            .WithName("retryOutboxMessage")
            .WithSummary("Försök sända ur utkorgen igen / Try to send from the outbox again")
            .WithDescription("Ett meddelande som utkorgen har gett upp läggs tillbaka i kön, med samma id. / A message that the outbox has given up waits again, under the same id.");
    }
}
