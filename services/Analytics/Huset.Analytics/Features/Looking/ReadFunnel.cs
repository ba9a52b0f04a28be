using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.Analytics.Features.Volumes;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Huset.Ui;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Huset.Analytics.Features.Looking;

/// <summary>Why units of a kind are not compared.</summary>
[Description("Varför inget jämförs: no-volumes (ingen enhet har volymen varje månad), too-few-units, no-deviations eller small-numbers (någon annans antal är för litet att visa). / Why nothing is compared: no-volumes (no unit has the volume every month), too-few-units, no-deviations or small-numbers (another's number is too small to show).")]
public enum FunnelReason { NoVolumes, TooFewUnits, NoDeviations, SmallNumbers }

public static class ReadFunnel
{
    private static readonly Texts T = Texts.Of<FunnelPage>();

    public sealed class Query : LookQuery
    {
        [FromQuery(Name = "unitType"), StringLength(64), Example("enhet"), Description("Enheternas typ; annars den som flest har. / Type of the units; else the one that most have.")]
        public string? UnitType { get; set; }

        [FromQuery(Name = "volume"), StringLength(64), Example("care-days"), Description("Vad antalet är per, ur listan volume-kinds; bara enheter som har den volymen varje månad jämförs. / What the number is per, of the list volume-kinds; only units that have that volume every month are compared.")]
        public string? Volume { get; set; }
    }

    public sealed record Item(
        [property: Description("Enhetens kod. / Code of the unit.")][property: Example("solgarden")] string UnitCode,
        [property: Description("Enhetens namn. / Name of the unit.")][property: Example("Solgårdens äldreboende")] string UnitName,
        [property: Description("own eller private. / own or private.")][property: Example("own")] string Provider,
        [property: Description("Antal avvikelser; saknas när det är dolt. / Number of deviations; absent when hidden.")][property: Example("42")] long? Count,
        [property: Description("Volymen; saknas när enheten inte har den varje månad, och när antalet är dolt. / The volume; absent when the unit does not have it every month, and when the number is hidden.")][property: Example("17520")] decimal? Volume,
        [property: Description("Antal per volym; saknas när något av dem gör det. / Number per volume; absent when either is.")][property: Example("0.0024")] double? Rate,
        [property: Description("Gränserna på två och tre standardfels avstånd. / The limits at two and three standard errors.")] Limits? Limits,
        [property: Description("inside: skiljer sig inte från de andra; near-…: slumpen når sällan så långt; outside-…: nästan aldrig. / inside: no different from the others; near-…: chance seldom goes so far; outside-…: hardly ever.")] FunnelPlace? Place,
        [property: Description("Om siffrorna är dolda för dig. / Whether the figures are hidden from you.")] bool Hidden);

    public sealed record Limits(
        [property: Description("Undre, två standardfel. / Lower, two standard errors.")][property: Example("0.0012")] double InnerLower,
        [property: Description("Övre, två standardfel. / Upper, two standard errors.")][property: Example("0.0031")] double InnerUpper,
        [property: Description("Undre, tre standardfel. / Lower, three standard errors.")][property: Example("0.0008")] double OuterLower,
        [property: Description("Övre, tre standardfel. / Upper, three standard errors.")][property: Example("0.0037")] double OuterUpper);

    public sealed record View(
        [property: Description("Enheternas typ. / Type of the units.")][property: Example("enhet")] string UnitType,
        [property: Description("Vad antalet är per; saknas när ingen enhet har volymer. / What the number is per; absent when no unit has volumes.")][property: Example("care-days")] string? Volume,
        [property: Description("Första månaden. / First month.")] DateOnly From,
        [property: Description("Första månaden som inte är med. / First month that is not in it.")] DateOnly To,
        [property: Description("Allas antal genom allas volym; saknas när inget jämförs. / The number of all by the volume of all; absent when nothing is compared.")][property: Example("0.0021")] double? Mean,
        [property: Description("Talen läses per så mycket: 1, 10, 100 … / The rates are read per so much: 1, 10, 100 …")][property: Example("1000")] long Per,
        [property: Description("Varför inget jämförs, i så fall. / Why nothing is compared, if so.")] FunnelReason? Reason,
        [property: Description("Enheterna efter namn, utan rangordning. / The units by name, without ranking.")] IReadOnlyList<Item> Items,
        [property: Description("Vad diagrammet säger, på svenska. / What the chart tells, in Swedish.")][property: Example("Enheterna skiljer sig inte från varandra mer än slumpen ger.")] string Sentence);

    public static void Map(RouteGroupBuilder analytics) => analytics
        .MapGet("/counts/funnel", async Task<Results<Ok<View>, FileContentHttpResult>> ([AsParameters] Query query, Handler handler, HttpRequest request, CancellationToken ct) =>
        {
            var csv = request.FormatOf(query.Format, "json", "csv") == "csv";
            var view = await handler.Handle(query, ct);
            return csv ? TypedResults.File(Csv(view), Formats.Csv, "enheter.csv") : TypedResults.Ok(view);
        })
        .RequireAuthorization(Permissions.CompareUnits)
        .WithName("readDeviationFunnel")
        .Produces<string>(200, "text/csv")
        .WithExample("text/csv", "unitCode;unitName;provider;count;volume;rate;innerLower;innerUpper;outerLower;outerUpper;place;hidden\r\nsolgarden;Solgårdens äldreboende;own;42;17520;0,0024;0,0012;0,0031;0,0008;0,0037;inside;false\r\n")
        .WithSummary("Jämför enheter av samma slag / Compare units of the same kind")
        .WithDescription("Avvikelser per volym för egna och privata enheter av samma typ, med gränser för slumpen i stället för rangordning. Den som inte får räkna alla enheter får ett helt kalenderår som är slut och inget annat urval än typ och volym, och andras siffror bara när ingen av dem är liten. / Deviations per volume of own and private units of the same type, with limits of chance instead of a ranking. Who may not count all units gets a whole calendar year that has ended and no choice but type and volume, and others' figures only when none of them is small.");

    private static byte[] Csv(View view) => Formats.ToCsv(
        ["unitCode", "unitName", "provider", "count", "volume", "rate", "innerLower", "innerUpper", "outerLower", "outerUpper", "place", "hidden"],
        view.Items.Select(item => (IEnumerable<object?>)
        [
            item.UnitCode, item.UnitName, item.Provider, item.Count, item.Volume?.ToString(Texts.Swedish), item.Rate?.ToString(Texts.Swedish),
            item.Limits?.InnerLower.ToString(Texts.Swedish), item.Limits?.InnerUpper.ToString(Texts.Swedish), item.Limits?.OuterLower.ToString(Texts.Swedish), item.Limits?.OuterUpper.ToString(Texts.Swedish),
            item.Place is { } place ? Kebab.Of(place) : null, item.Hidden,
        ]));

    public sealed class Handler(AnalyticsDb db, DeviationCells cells, CurrentUser user, UnitTree units, TimeProvider clock)
    {
        private sealed record Compared(TreeUnit Unit, long Count, decimal? Volume, bool IsOpen);

        /// <summary>The reader may count every unit, and so chooses freely.</summary>
        public bool IsFree => user.ReachesAll(Permissions.ReadCounts);

        /// <summary>The last calendar year that has ended.</summary>
        public int LastYear => SwedishTime.Today(clock).Year - 1;

        /// <exception cref="InvalidField">400: something of the choice is none that there is, or not for the reader to choose.</exception>
        public async Task<View> Handle(Query query, CancellationToken ct)
        {
            var (from, to) = PeriodOf(query);
            // Only units of today: whoever compares asks of those that there are.
            var type = query.UnitType is { Length: > 0 } asked ? asked : units.Units.GroupBy(unit => unit.Type).OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal).FirstOrDefault()?.Key ?? "";
            var within = await cells.UnitsOf(query, ct);
            var same = units.Units.Where(unit => unit.Type == type && (within is null || within.Contains(unit.Code))).ToList();
            if (same.Count == 0 && query.UnitType is { Length: > 0 } && units.Units.All(unit => unit.Type != type)) throw new InvalidField("unitType", "It must be the type of some unit.");
            var codes = same.Select(unit => unit.Code).ToArray();
            var volumes = await VolumesOf(codes, from, to, ct);
            if (query.Volume is { Length: > 0 } wanted && !volumes.ContainsKey(wanted) && !await db.Set<ServiceDefaults.Codes.CodeListItem>().AnyAsync(item => item.List == VolumeKinds.List && item.Code == wanted, ct)) throw new InvalidField("volume", "It must be a code of the list volume-kinds.");
            var volume = query.Volume is { Length: > 0 } chosen ? chosen : volumes.OrderByDescending(kind => kind.Value.Count).ThenBy(kind => kind.Key, StringComparer.Ordinal).Select(kind => kind.Key).FirstOrDefault();
            var per = volume is null ? [] : volumes.GetValueOrDefault(volume, []);

            // All of them, whoever asks: what may be told of others is judged below, in one place.
            var rows = await cells.Read(query, LookBy.Nothing, byKind: false, from, to, ct);
            if (!IsFree) rows = rows.IgnoreQueryFilters();
            var counts = await rows.Where(row => codes.Contains(row.UnitCode)).GroupBy(row => row.UnitCode).Select(group => new { group.Key, Count = group.Sum(row => row.Count) }).ToDictionaryAsync(unit => unit.Key, unit => unit.Count, ct);
            var mine = user.UnitsOf(Permissions.ReadCounts);
            List<Compared> all = [.. same.Select(unit => new Compared(unit, counts.GetValueOrDefault(unit.Code), per.TryGetValue(unit.Code, out var much) ? much : null, IsFree || mine.Contains(unit.Code)))];
            var small = (await db.Rules.AsNoTracking().Where(rule => rule.Measure == "small-number").ToListAsync(ct)).ForSmallNumbers(SwedishTime.Today(clock));
            return ViewOf(type, volume, from, to, all, small);
        }

        private static View ViewOf(string type, string? volume, DateOnly from, DateOnly to, List<Compared> all, SmallNumbers small)
        {
            var compared = all.Where(unit => unit.Volume is not null).ToList();
            // A mean is of all, and so are its limits: a reader who knows it and the others works out the small one.
            var tellsOthers = small.MayTellParts(all.Where(unit => !unit.IsOpen).Select(unit => unit.Count));
            FunnelReason? reason = compared.Count == 0 ? FunnelReason.NoVolumes
                : !tellsOthers ? FunnelReason.SmallNumbers
                : compared.Count < Funnel.LeastUnits ? FunnelReason.TooFewUnits
                : compared.All(unit => unit.Count == 0) ? FunnelReason.NoDeviations
                : null;
            var funnel = reason is null ? Funnel.Of([.. compared.Select(unit => (unit.Count, (double)unit.Volume!.Value))]) : null;
            List<Item> items = [.. all.Select(unit => ItemOf(unit, funnel, unit.IsOpen || tellsOthers))];
            var per = 1L;
            while (funnel is { Mean: > 0 } && funnel.Mean * per < 1) per *= 10;
            return new(type, volume, from, to, funnel is null ? null : Rounded(funnel.Mean), per, reason, items, Sentence(items, reason));
        }

        private static Item ItemOf(Compared unit, Funnel? funnel, bool isTold)
        {
            var (code, name, provider) = (unit.Unit.Code, unit.Unit.Name, unit.Unit.Provider);
            if (!isTold) return new(code, name, provider, null, null, null, null, null, true);
            if (unit.Volume is not { } volume) return new(code, name, provider, unit.Count, null, null, null, null, false);
            var (inner, outer) = funnel?.Limits((double)volume) ?? default;
            return new(
                code, name, provider, unit.Count, volume, Rounded(unit.Count / (double)volume), funnel is null ? null : new(Rounded(inner.Lower), Rounded(inner.Upper), Rounded(outer.Lower), Rounded(outer.Upper)),
                funnel?.PlaceOf(unit.Count, (double)volume), false);
        }

        private static string Sentence(List<Item> items, FunnelReason? reason)
        {
            if (reason is { } why) return T[$"Reason.{why}"];
            string Names(params FunnelPlace[] places) => string.Join(", ", items.Where(item => item.Place is { } place && places.Contains(place)).Select(item => item.UnitName));
            var (outside, near) = (Names(FunnelPlace.OutsideLow, FunnelPlace.OutsideHigh), Names(FunnelPlace.NearLow, FunnelPlace.NearHigh));
            return (outside, near) switch
            {
                ("", "") => T["Sentence.Inside"],
                ("", _) => T["Sentence.Near", near],
                (_, "") => T["Sentence.Outside", outside],
                _ => T["Sentence.Both", outside, near],
            };
        }

        // Two periods that overlap, or a choice and the whole, could be subtracted: calendar years never overlap, and one that has ended does not grow day by day.
        private (DateOnly From, DateOnly To) PeriodOf(Query query)
        {
            if (IsFree)
            {
                // The month that has not ended has no volumes to be set against yet.
                var thisMonth = MonthPeriod.ThisMonth(clock);
                return MonthPeriod.OfYear(query.From, MonthPeriod.Month(query.To, "to") is { } end && end < thisMonth ? query.To : Words.MonthCode(thisMonth), clock);
            }
            if (query.IsNarrow || query.Kind is { Length: > 0 } || query.UnitCode is { Length: > 0 }) throw new InvalidField("unitCode", "Who may not count all units chooses type, volume and year only.");
            var to = MonthPeriod.Month(query.To, "to");
            var from = MonthPeriod.Month(query.From, "from") ?? to?.AddYears(-1) ?? new DateOnly(LastYear, 1, 1);
            if (from.Month != 1 || from.Year > LastYear || (to ?? from.AddYears(1)) != from.AddYears(1)) throw new InvalidField("from", "Who may not count all units gets a whole calendar year that has ended.");
            return (from, from.AddYears(1));
        }

        /// <summary>The units that have each kind of volume every month of the period, with the sum of it.</summary>
        private async Task<Dictionary<string, Dictionary<string, decimal>>> VolumesOf(string[] codes, DateOnly from, DateOnly to, CancellationToken ct)
        {
            var told = await db.Volumes.IgnoreQueryFilters().AsNoTracking().Where(volume => codes.Contains(volume.UnitCode) && volume.Month >= from && volume.Month < to)
                .Select(volume => new { volume.UnitCode, volume.Month, volume.Kind, volume.Version, volume.Value }).ToListAsync(ct);
            var months = ((to.Year - from.Year) * 12) + to.Month - from.Month;
            return told.GroupBy(volume => (volume.Kind, volume.UnitCode, volume.Month)).Select(month => month.MaxBy(volume => volume.Version)!).Where(volume => volume.Value > 0)
                .GroupBy(volume => volume.Kind)
                .ToDictionary(kind => kind.Key, kind => kind.GroupBy(volume => volume.UnitCode).Where(unit => unit.Count() == months).ToDictionary(unit => unit.Key, unit => unit.Sum(volume => volume.Value)))
                .Where(kind => kind.Value.Count > 0).ToDictionary();
        }

        // So many digits that none of their meaning is lost.
        private static double Rounded(double value) => Math.Round(value, 8);
    }
}
