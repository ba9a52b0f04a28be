using System.ComponentModel;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Analytics.Features;

public sealed record RuleVersionView(
    [property: Description("Första dagen som den gäller. / First day that it applies.")] DateOnly ValidFrom,
    [property: Description("Talet; 0 betyder att regeln inte används. / The figure; 0 means that the rule is not used.")][property: Example("8")] long Value,
    [property: Description("Talet från vilket det är bråttom, om regeln har ett sådant. / The figure from which it is urgent, if the rule has one.")][property: Example("600")] long? Urgent,
    [property: Description("Vem som har satt det och varför. / Who set it and why.")][property: Example("Provost och Murray, The Health Care Data Guide")] string Source);

public sealed record RuleView(
    [property: Description("Regelns kod. / Code of the rule.")][property: Example("signal-shift")] string Measure,
    [property: Description("Vad regeln gäller, på svenska. / What it is about, in Swedish.")][property: Example("Månader i rad på samma sida om genomsnittet")] string Name,
    [property: Description("Regelns version, för If-Match. / Version of the rule, for If-Match.")][property: Example("1")] int Version,
    [property: Description("Det minsta talet som regeln tar. / The lowest figure that it takes.")][property: Example("5")] int Least,
    [property: Description("Det största talet som regeln tar. / The highest figure that it takes.")][property: Example("20")] int Most,
    [property: Description("Om regeln kan stängas av med 0. / Whether 0 turns it off.")] bool MayBeOff,
    [property: Description("Om regeln också har ett tal från vilket det är bråttom. / Whether it also has a figure from which it is urgent.")] bool HasUrgent,
    [property: Description("Det som gäller i dag. / What applies today.")] RuleVersionView? Current,
    [property: Description("Alla versioner, äldst först. / Every version, oldest first.")] IReadOnlyList<RuleVersionView> Versions)
{
    public static RuleView Of(Rule rule, DateOnly today)
    {
        var measure = Analytics.Measure.All.Single(known => known.Code == rule.Measure);
        return new(
            rule.Measure, Words.Rule(rule.Measure), rule.Version, measure.Least, measure.Most, measure.MayBeOff, measure.HasUrgent,
            rule.On(today) is { } current ? View(current) : null, [.. rule.Versions.OrderBy(version => version.ValidFrom).Select(View)]);

        static RuleVersionView View(RuleVersion version) => new(version.ValidFrom, version.Value, version.Urgent, version.Source);
    }
}

public static class ListRules
{
    public static void Map(RouteGroupBuilder rules) => rules
        .MapGet("/", async Task<Ok<ListOf<RuleView>>> ([AsParameters] ListQuery query, Handler handler, HttpRequest request, CancellationToken ct) =>
            TypedResults.Ok(await handler.Handle(query, request, ct)))
        .RequireAuthorization(Permissions.ReadRules)
        .WithSummary("Lista regler / List rules")
        .WithDescription("Talen som styrdiagram och drift bedöms efter, med källa och historik. / The figures that control charts and operations are judged by, with source and history.");

    public sealed class Handler(AnalyticsDb db, TimeProvider clock)
    {
        public async Task<ListOf<RuleView>> Handle(ListQuery query, HttpRequest? request, CancellationToken ct)
        {
            var today = SwedishTime.Today(clock);
            return (await db.Rules.AsNoTracking().OrderBy(rule => rule.Measure).ToListOf(query, request, ct)).Select(rule => RuleView.Of(rule, today));
        }
    }
}
