using System.ComponentModel;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Huset.ServiceDefaults;

/// <summary>Where in the house a room lies: mission and goals in the roof, work in the rooms, what all else rests on in the foundation.</summary>
public enum RoomPlace
{
#pragma warning disable CS1591 // the summary tells them
    Roof,
    Room,
    Stone,
#pragma warning restore CS1591
}

/// <summary>How it is in a room for the reader.</summary>
public enum RoomState
{
    /// <summary>Nothing waits.</summary>
    Calm,

    /// <summary>Something should be looked at.</summary>
    Attention,

    /// <summary>Something has waited too long.</summary>
    Urgent,
}

/// <summary>A sentence about a room, usually with one number and a link to what is counted.</summary>
/// <param name="Text">Swedish; `{value}` stands where the number is read, and one and many are worded by who counts.</param>
/// <param name="Value">The number.</param>
/// <param name="Href">Where the reader sees what is counted: an address of this site that the reader may open.</param>
/// <param name="NeedsYou">The reader is the one who should do something about it.</param>
public sealed record RoomFact(
    [property: Description("Mening på svenska; {value} står där talet läses. / A sentence in Swedish; {value} stands where the number is read.")][property: Example("{value} åtgärder väntar på uppföljning")] string Text,
    [property: Description("Talet; saknas i en mening utan tal. / The number; absent in a sentence without one.")][property: Example("3")] long? Value = null,
    [property: Description("Adressen på webbplatsen till det som räknas. / The address on this site of what is counted.")][property: Example("/avvikelser/?lage=reported")] string? Href = null,
    [property: Description("Om det väntar på dig. / Whether it waits for you.")] bool NeedsYou = false);

/// <summary>A room as it is for the reader.</summary>
public sealed record RoomView(
    [property: Description("Rummets nyckel; ändras aldrig. / Key of the room; never changes.")][property: Example("deviations")] string Key,
    [property: Description("Var i huset det ligger. / Where in the house it lies.")] RoomPlace Place,
    [property: Description("Rummets namn. / Name of the room.")][property: Example("Avvikelser")] string Title,
    [property: Description("Rummets sida. / The room's page.")][property: Example("/avvikelser/")] string Href,
    [property: Description("Hur det är i rummet. / How it is in the room.")] RoomState State,
    [property: Description("Vad som är sant i rummet, det viktigaste först. / What is true in the room, the most important first.")] IReadOnlyList<RoomFact> Facts)
{
    /// <summary>How many of the facts wait for the reader.</summary>
    [Description("Hur många av meningarna som väntar på dig. / How many of the sentences wait for you.")]
    public int NeedsYou => Facts.Count(fact => fact.NeedsYou);
}

/// <summary>Something that the reader may begin from the front page.</summary>
public sealed record RoomAction(
    [property: Description("Vad det är. / What it is.")][property: Example("Rapportera avvikelse")] string Title,
    [property: Description("Sidan där man gör det. / The page where it is done.")][property: Example("/avvikelser/ny")] string Href);

/// <summary>What a service puts in the house for one reader; nothing for who has no errand there.</summary>
public sealed record RoomAnswer(
    [property: Description("Tjänstens rum; en tom lista ritas inte. / The service's rooms; an empty list is not drawn.")] IReadOnlyList<RoomView> Rooms,
    [property: Description("Vad du kan börja med, det vanligaste först. / What you can begin with, the most common first.")] IReadOnlyList<RoomAction> Actions)
{
    /// <summary>For who has no errand in the service.</summary>
    public static RoomAnswer Nothing { get; } = new([], []);
}

/// <summary>
/// A service's part of the house (decision 32). Facts are counts by index under the reader's row filter. A bare count shows no case, so that
/// it needs no row in the access log; the list that it links to writes one.
/// </summary>
public interface IRoom
{
    /// <summary>How it is for the current user, within 50 ms when warm.</summary>
    Task<RoomAnswer> Read(CancellationToken ct);
}

/// <summary>`GET /{service}/v1/room` and its warming.</summary>
public static class RoomExtensions
{
    /// <summary>Gives the service a room; the service is ready when the room has been read once.</summary>
    public static void AddRoom<TRoom>(this IServiceCollection services) where TRoom : class, IRoom
    {
        services.AddScoped<IRoom, TRoom>();
        services.AddSingleton<WarmRoom>();
        services.AddHostedService(provider => provider.GetRequiredService<WarmRoom>());
    }

    internal static void MapRoom(this WebApplication app, HusetService service)
    {
        if (!app.Services.GetRequiredService<IServiceProviderIsService>().IsService(typeof(IRoom))) return;
        app.MapGet($"/{service.Name}/v1/room", async Task<Ok<RoomAnswer>> (IRoom room, CancellationToken ct) => TypedResults.Ok(await room.Read(ct)))
            .RequireAuthorization(CommonPermissions.ReadRoom)
            .WithTags("room")
            .WithName("readRoom")
            .WithSummary("Läs tjänstens rum i Huset / Read the service's rooms of the house")
            .WithDescription("Läget för dig, som startsidan visar det. Bara antal, aldrig ett ärende. / How it is for you, as the front page shows it. Counts only, never a case.");
    }
}

/// <summary>Reads the room once before anyone waits for it: the first reading compiles its queries.</summary>
internal sealed class WarmRoom(IServiceScopeFactory scopes, UnitTree units, ILogger<WarmRoom> log) : BackgroundService
{
    private volatile bool warm;

    /// <summary>True when the room has been read.</summary>
    public bool IsWarm => warm;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await units.Loaded.WaitAsync(stoppingToken);
        while (!warm)
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                scope.ServiceProvider.GetRequiredService<CurrentUser>().ActAsSystem("room");
                await scope.ServiceProvider.GetRequiredService<IRoom>().Read(stoppingToken);
                warm = true;
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogWarning("The room could not be read: {Reason}", e.Message);
                await Task.Delay(TimeSpan.FromSeconds(1), stoppingToken);
            }
        }
    }
}
