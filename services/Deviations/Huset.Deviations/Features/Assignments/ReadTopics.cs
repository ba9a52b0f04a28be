using System.ComponentModel;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Deviations.Features.Assignments;

/// <summary>How many mild cases a topic has had in a month, where the reader represents it.</summary>
public sealed record TopicMonth(
    [property: Description("Första dagen i månaden. / First day of the month.")] DateOnly Month,
    [property: Description("Antal milda ärenden som hände då. / Number of mild cases that happened then.")][property: Example("4")] int Count);

/// <summary>A topic that the reader represents, with its last months.</summary>
public sealed record TopicView(
    [property: Description("Ämnet, ur kodlistan topics. / The topic, from the code list topics.")][property: Example("medicines")] string Topic,
    [property: Description("Ämnets namn. / Name of the topic.")][property: Example("Läkemedel")] string Name,
    [property: Description("De senaste tretton månaderna, äldst först; den sista är inte slut. / The last thirteen months, oldest first; the last has not ended.")] IReadOnlyList<TopicMonth> Months);

public static class ReadTopics
{
    private const int Shown = 13;

    public static void Map(RouteGroupBuilder assignments) => assignments
        .MapGet("/topics", async Task<Ok<ListOf<TopicView>>> ([AsParameters] ListQuery query, Handler handler, HttpRequest request, CancellationToken ct) =>
            TypedResults.Ok((await handler.Handle(ct)).ToListOf(query, request)))
        .RequireAuthorization(Permissions.Read)
        .WithName("listTopics")
        .WithSummary("Lista ämnena där du är ombud / List the topics that you represent")
        .WithDescription("Antal milda ärenden per månad i dina ämnen och enheter; tom lista för den som inte är ombud. Ärendena listas med represented=true. / Number of mild cases per month of your topics and units; an empty list for who represents none. The cases are listed by represented=true.");

    public sealed class Handler(DeviationsDb db, CurrentUser user, TimeProvider clock)
    {
        public async Task<IReadOnlyList<TopicView>> Handle(CancellationToken ct)
        {
            var codes = user.Mandate().TopicCodes.ToArray();
            if (codes.Length == 0) return [];
            var today = SwedishTime.Today(clock);
            var first = new DateOnly(today.Year, today.Month, 1).AddMonths(1 - Shown);
            var counts = await db.Represented.Where(d => d.OccurredOn >= first).GroupBy(d => new { d.Topic, d.OccurredOn.Year, d.OccurredOn.Month })
                .Select(month => new { month.Key, Count = month.Count() }).ToDictionaryAsync(month => (month.Key.Topic, new DateOnly(month.Key.Year, month.Key.Month, 1)), month => month.Count, ct);
            var names = await db.CodeListItems.AsNoTracking().Where(item => item.List == CodeLists.Topics && codes.Contains(item.Code)).OrderBy(item => item.Number).Select(item => new { item.Code, item.Name }).ToListAsync(ct);
            return [.. names.Select(topic => new TopicView(topic.Code, topic.Name,
                [.. Enumerable.Range(0, Shown).Select(first.AddMonths).Select(month => new TopicMonth(month, counts.GetValueOrDefault((topic.Code, month))))]))];
        }
    }
}
