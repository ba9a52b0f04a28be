using System.ComponentModel;
using Huset.Analytics.Features.Volumes;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Huset.Analytics.Features.Indicators;

/// <summary>Which indicators there are, an indicator's months, and what is counted in them.</summary>
public static class ListIndicators
{
    [Description("Ett nyckeltal. / An indicator.")]
    public sealed record IndicatorView(
        [property: Description("Nyckeltalets kod. / Code of the indicator.")][property: Example("deviations-harm")] string Code,
        [property: Description("Vad det heter. / What it is called.")][property: Example("Avvikelser där någon kom till skada")] string Name,
        [property: Description("Vad det är, på svenska. / What it is, in Swedish.")][property: Example("Andelen av månadens avvikelser där någon kom till skada.")] string Means,
        [property: Description("Vad det inte säger, på svenska. / What it does not tell, in Swedish.")][property: Example("Andelen sjunker också när fler tillbud rapporteras.")] string MeansNot,
        [property: Description("Tjänsten vars händelser det räknas på; own för kommunens egna. / The service whose events it is counted of; own for the municipality's own.")][property: Example("deviations")] string Service,
        [property: Description("Vad det räknar, som länkar kallar det; saknas för kommunens egna. / What it counts, as links name it; absent for the municipality's own.")][property: Example("deviation")] string? SubjectType,
        [property: Description("Diagrammet som det läses i; u blir c när volymer saknas för mer av det som räknas än regeln volume-share tillåter. / The chart that it is read in; u becomes c where volumes are missing for more of what is counted than the rule volume-share allows.")] ChartKind Type,
        [property: Description("Vilket håll som är bättre. / Which way is better.")] Better Better,
        [property: Description("Hur lång tid varje värde gäller. / How long time each value is of.")] PeriodLength Period,
        [property: Description("Var värdena kommer ifrån. / Where the values come from.")] IndicatorSource Source)
    {
        public static IndicatorView Of(Indicator indicator) =>
            new(indicator.Code, indicator.Name, indicator.Means, indicator.MeansNot, indicator.Service, indicator.Own is null ? indicator.Subject : null, indicator.Chart, indicator.Better, indicator.Period, indicator.Source);
    }

    public abstract class UnitQuery : ListQuery
    {
        [FromQuery(Name = "unitCode"), Example("norrangen"), Description("Enheten och alla under den; annars alla som du får räkna. / The unit and all below it; else all that you may count.")]
        public string? UnitCode { get; set; }

        [FromQuery(Name = "at"), Example("42"), Description("Som det var vid denna händelses nummer i loggen; annars nu. / As it was at this event's number in the log; else now.")]
        public long? At { get; set; }
    }

    public sealed class SeriesQuery
    {
        [FromQuery(Name = "unitCode"), Example("norrangen"), Description("Enheten och alla under den; annars alla som du får räkna. / The unit and all below it; else all that you may count.")]
        public string? UnitCode { get; set; }

        [FromQuery(Name = "from"), Example("2024-01"), Description("Första månaden; annars 35 månader bakåt. / First month; else 35 months back.")]
        public string? From { get; set; }

        [FromQuery(Name = "to"), Example("2026-12"), Description("Första månaden som inte är med; annars nästa månad. / First month that is not in it; else next month.")]
        public string? To { get; set; }

        [FromQuery(Name = "at"), Example("42"), Description("Som det var vid denna händelses nummer i loggen; annars nu. / As it was at this event's number in the log; else now.")]
        public long? At { get; set; }

        [FromQuery(Name = "gender"), OneOf<Gender>, Example("all"), Description("Vilka det gäller: all, women eller men; bara för kommunens egna. / Whom it is of: all, women or men; of the municipality's own only.")]
        public string? Gender { get; set; }
    }

    public sealed class CasesQuery : UnitQuery
    {
        [FromQuery(Name = "month"), Example("2026-09"), Description("Månaden; annars from till to. / The month; else from up to to.")]
        public string? Month { get; set; }

        [FromQuery(Name = "from"), Example("2026-07"), Description("Första månaden; annars 35 månader bakåt. / First month; else 35 months back.")]
        public string? From { get; set; }

        [FromQuery(Name = "to"), Example("2026-10"), Description("Första månaden som inte är med; annars nästa månad. / First month that is not in it; else next month.")]
        public string? To { get; set; }
    }

    public sealed record PointView(
        [property: Description("Månaden, eller en längre periods första. / The month, or the first of a longer period.")][property: Example("2026-09")] string Month,
        [property: Description("Perioden: 2026-09, 2026-Q3, 2026-T2 eller 2026. / The period.")][property: Example("2026-09")] string Period,
        [property: Description("Hur många som räknas; i ett tal per volym bara de i enheter vars volym för månaden finns; för ett mätvärde värdet. Saknas när inget värde finns. / How many are counted; of a rate by volume only those of units whose volume for the month is told; of a measurement the value. Absent when there is no value.")][property: Example("3")] decimal? Numerator,
        [property: Description("Av hur många, eller per hur stor volym; saknas för antal. / Of how many, or per how much volume; absent for counts.")][property: Example("14")] decimal? Denominator,
        [property: Description("Punktens värde: antal, andel från 0 till 1 eller tal per volym; saknas när inget fanns att vara en andel av. / The point's value: count, share from 0 to 1 or rate per volume; absent when there was nothing to be a share of.")][property: Example("0.2143")] double? Value,
        [property: Description("Undre gränsen, 0 när formeln ger mindre; saknas när inget bedöms. / Lower limit, 0 when the formula gives less; absent when nothing is judged.")][property: Example("0.05")] double? Lower,
        [property: Description("Övre gränsen, för en andel 1 när formeln ger mer; saknas när inget bedöms. / Upper limit, of a share 1 when the formula gives more; absent when nothing is judged.")][property: Example("0.42")] double? Upper,
        [property: Description("Om månaden är slut; annars bedöms den inte. / Whether the month has ended; else it is not judged.")] bool Complete,
        [property: Description("Hur många till det var i enheter utan volym för månaden, som ett tal per volym inte kan räkna med. / How many more there were in units without a volume for the month, which a rate by volume cannot hold.")][property: Example("0")] long LeftOut,
        [property: Description("Om värdet kan ändras. / Whether the value may still change.")] bool Preliminary,
        [property: Description("Målet på periodens sista dag, i procent för en andel; saknas när inget är satt. / The target on the period's last day, of a share in per cent; absent when none is set.")][property: Example("90")] decimal? Target,
        [property: Description("Dagen som det målet gäller från. / The day that this target applies from.")] DateOnly? TargetFrom,
        [property: Description("Om målet är nått; saknas när inget mål eller värde finns. / Whether the target is reached; absent when there is no target or value.")] bool? Reached,
        [property: Description("Mönster som månaden är del av. / Patterns that the month is part of.")][property: Example("outside")] IReadOnlyList<ChartPattern> Patterns);

    public sealed record MissingView(
        [property: Description("Månaden. / The month.")][property: Example("2026-09")] string Month,
        [property: Description("Enhetens kod; saknas för det som inte hör till någon enhet. / Code of the unit; absent for what belongs to none.")][property: Example("kullen")] string? UnitCode);

    public sealed record TargetStepView(
        [property: Description("Vems målet är: enheten själv eller den närmaste ovanför; saknas för hela kommunen. / Whose target it is: the unit itself or the nearest above it; absent for the whole municipality.")][property: Example("norrangen")] string? UnitCode,
        [property: Description("Första dagen som det gäller. / First day that it applies.")] DateOnly From,
        [property: Description("Sista dagen; saknas så länge inget annat är bestämt. / Last day; absent while nothing else is decided.")] DateOnly? To,
        [property: Description("Målet, i procent för en andel. / The target, of a share in per cent.")][property: Example("90")] decimal Value);

    public sealed record SeriesView(
        [property: Description("Nyckeltalet. / The indicator.")] IndicatorView Indicator,
        [property: Description("Enhetens kod; saknas när alla är med. / Code of the unit; absent when all are in it.")][property: Example("norrangen")] string? UnitCode,
        [property: Description("Enhetens namn. / Name of the unit.")][property: Example("Norrängens hemtjänst")] string? UnitName,
        [property: Description("Händelsens nummer som det räknas till; saknas för nu. / The event's number that it is counted to; absent for now.")][property: Example("42")] long? At,
        [property: Description("Dagen som det räknas på; vid en position dagen för dess nyaste händelse. / The day that it is counted on; at a position the day of its newest event.")] DateOnly Day,
        [property: Description("Diagrammet som punkterna är. / The chart that the points are.")] ChartKind Type,
        [property: Description("Volymen som talet är per, en kod i listan volume-kinds. / The volume that the rate is per, a code of the list volume-kinds.")][property: Example("hours")] string? Volume,
        [property: Description("Vad mittlinje och gränser är. / What middle line and limits are.")] ChartMethod Method,
        [property: Description("Varför inget bedöms, i så fall. / Why nothing is judged, if so.")] RunChartReason? Reason,
        [property: Description("Mittlinjen: genomsnittet, eller medianen i ett run-chart. / The middle line: the mean, or the median of a run chart.")][property: Example("0.18")] double Centre,
        [property: Description("Antal månader som gränserna räknas på. / Months that the limits are computed from.")][property: Example("24")] int Baseline,
        [property: Description("En punkt per månad, äldst först, från den första då något räknades. / One point a month, oldest first, from the first that anything was counted.")] IReadOnlyList<PointView> Points,
        [property: Description("Det som inte är som slumpen brukar ge, nyast först. / What is not as chance would have it, newest first.")] IReadOnlyList<ReadControlChart.SignalView> Signals,
        [property: Description("Vad diagrammet säger, på svenska. / What the chart tells, in Swedish.")][property: Example("I genomsnitt 18 %.")] string Sentence,
        [property: Description("Enheter vars volym eller värde för en hel period inte finns, och som talet därför inte gäller; tom när inget saknas. / Units whose volume or value for a whole period is not told, of which the figure therefore is not; empty when none is missing.")] IReadOnlyList<MissingView> MissingVolumes,
        [property: Description("Där nya gränser börjar, som någon har beslutat, äldst först. / Where new limits begin, as someone has decided, oldest first.")] IReadOnlyList<ChartBreakView> Breaks,
        [property: Description("Målets linje: de mål som någon av punkterna mäts mot, med dagarna som de gäller, äldst först; minst så mycket när högre är bättre, annars högst. / The target's line: those that some of the points are measured by, with the days that they apply, oldest first; at least so much when higher is better, else at most.")] IReadOnlyList<TargetStepView> Targets);

    public sealed record CaseView(
        [property: Description("Vad det är, som länkar kallar det. / What it is, as links name it.")][property: Example("deviation")] string Type,
        [property: Description("Dess id. / Its id.")] Guid Id,
        [property: Description("Enhetens kod. / Code of the unit.")][property: Example("norrangen")] string? UnitCode,
        [property: Description("Enhetens namn. / Name of the unit.")][property: Example("Norrängens hemtjänst")] string? UnitName,
        [property: Description("Månaden som det räknas i. / The month that it is counted in.")][property: Example("2026-09")] string Month,
        [property: Description("Hur många av täljaren det är; 0 är en av de andra i en andel. / How many of the numerator it is; 0 is one of the others of a share.")][property: Example("1")] long Counted,
        [property: Description("Adressen till dess röda tråd; saknas för det som ingen tråd får leda till. / Address of its thread; absent where no thread may lead.")][property: Example("/analys/trad/deviation/0199c1d2-7b3a-7c4e-9f10-5a6b7c8d9e10")] string? Thread);

    public sealed class FormatQuery
    {
        [FromQuery(Name = "format"), OneOf("json", "csv"), DefaultValue("json"), Description("json eller csv; annars det som Accept ber om. / json or csv; else what Accept asks for.")]
        public string? Format { get; set; }
    }

    /// <summary>An indicator's chart as the API tells it.</summary>
    public sealed class SeriesReader(ReadIndicators read, UnitTree units, VolumeKinds kinds)
    {
        /// <summary>Null when there is no such indicator.</summary>
        /// <exception cref="InvalidField">400: unit, gender, period or position is wrong.</exception>
        public async Task<SeriesView?> Read(string code, SeriesQuery query, CancellationToken ct)
        {
            var gender = Gender.All;
            if (query.Gender is { Length: > 0 } asked && !Kebab.TryParse(asked, out gender)) throw new InvalidField("gender", "It must be all, women or men.");
            return await read.Chart(code, query.UnitCode, query.From, query.To, query.At, gender, ct) is { } chart ? ViewOf(chart, query, units, await kinds.Names(ct)) : null;
        }
    }

    public static void Map(RouteGroupBuilder indicators)
    {
        indicators.MapGet("/", async Task<Ok<ListOf<IndicatorView>>> ([AsParameters] ListQuery query, IndicatorCatalogue catalogue, HttpRequest request, CancellationToken ct) => TypedResults.Ok((await catalogue.All(ct)).ToListOf(query, request).Select(IndicatorView.Of)))
            .RequireAuthorization(Permissions.ReadCounts)
            .WithName("listIndicators")
            .WithSummary("Lista nyckeltalen / List the indicators")
            .WithDescription("Vilka nyckeltal som finns, vad de betyder och inte betyder. / Which indicators there are, what they mean and do not mean.");
        indicators.MapGet("/{code}/series", async Task<Results<Ok<SeriesView>, FileContentHttpResult, NotFound>> ([Description("Nyckeltalets kod. / Code of the indicator."), Example("deviations-harm")] string code, [AsParameters] SeriesQuery query, [AsParameters] FormatQuery format, SeriesReader reader, HttpRequest request, CancellationToken ct) =>
            {
                var csv = request.FormatOf(format.Format, "json", "csv") == "csv";
                if (await reader.Read(code, query, ct) is not { } view) return TypedResults.NotFound();
                return csv ? TypedResults.File(Csv(view), Formats.Csv, $"{code}.csv") : TypedResults.Ok(view);
            })
            .RequireAuthorization(Permissions.ReadCounts)
            .Produces<string>(200, "text/csv")
            .WithExample("text/csv", "period;numerator;denominator;value;lower;upper;complete;preliminary;target;reached;patterns;target_from\r\n2026-09;3;14;0,2143;0,05;0,42;true;false;25;true;;2026-01-01\r\n")
            .WithName("readIndicatorSeries")
            .WithSummary("Läs ett nyckeltal period för period / Read an indicator period by period")
            .WithDescription("Punkter med mittlinje och gränser, tecken med en läsning på svenska. Med at räknas det som loggen var vid den händelsen. / Points with middle line and limits, signals with a reading in Swedish. With at it is counted as the log was at that event.");
        indicators.MapGet("/{code}/chart", async Task<Results<Ok<SeriesView>, NotFound>> ([Description("Nyckeltalets kod. / Code of the indicator."), Example("deviations-harm")] string code, [AsParameters] SeriesQuery query, SeriesReader reader, CancellationToken ct) =>
                await reader.Read(code, query, ct) is { } view ? TypedResults.Ok(view) : TypedResults.NotFound())
            .RequireAuthorization(Permissions.ReadCounts)
            .WithName("readIndicatorChart")
            .WithSummary("Läs ett nyckeltals diagram / Read an indicator's chart")
            .WithDescription("Slag av diagram, punkter, gränser och vilka regler som slår till: samma svar som series. / Kind of chart, points, limits and which rules are hit: the same answer as series.");
        indicators.MapGet("/{code}/cases", async Task<Results<Ok<ListOf<CaseView>>, NotFound>> ([Description("Nyckeltalets kod. / Code of the indicator."), Example("deviations-harm")] string code, [AsParameters] CasesQuery query, ReadIndicators read, UnitTree units, HttpRequest request, CancellationToken ct) =>
                await read.Cases(code, query.UnitCode, query.Month, query.From, query.To, query.At, ct) is { } cases ? TypedResults.Ok(cases.ToListOf(query, request).Select(found => CaseViewOf(found, units))) : TypedResults.NotFound())
            .RequireAuthorization(Permissions.ReadCounts)
            .WithName("listIndicatorCases")
            .WithSummary("Lista vad ett nyckeltal räknar / List what an indicator counts")
            .WithDescription("Det som räknas i månaden, nyast först, i en andel också de andra och i ett tal per volym också det som saknar volym. Vad det handlar om säger dess ägare, för den som får veta det. / What is counted in the month, newest first, of a share also the others and of a rate by volume also what has no volume. What it is about its owner tells, to who may know.");
    }

    /// <summary>The address of the thread from it; null for what no thread may lead to.</summary>
    public static string? ThreadOf(IndicatorCase found) => found.Type == "lex-case" ? null : $"/analys/trad/{found.Type}/{found.Id}";

    private static SeriesView ViewOf(IndicatorChart chart, SeriesQuery query, UnitTree units, Func<string, string> volumeName)
    {
        var (result, months) = (chart.Result, chart.Months);
        var unit = string.IsNullOrEmpty(query.UnitCode) ? null : query.UnitCode;
        return new(
            IndicatorView.Of(months.Indicator), unit, unit is null ? null : units.NameOf(unit), query.At, months.Day, months.Chart, months.Volume, result.Method, result.Reason, Rounded(result.Centre)!.Value, result.Baseline,
            [.. months.Points.Select(point =>
            {
                var place = chart.PlaceOf(point);
                var limits = place is { } at ? result.LimitsAt(at) : null;
                return new PointView(
                    Words.MonthCode(point.Month), months.Indicator.Period.Code(point.Month), point.IsMissing ? null : point.Numerator, point.Denominator, Rounded(IndicatorChart.ValueOf(point)), Rounded(limits is null ? null : limits.Lower ?? 0), Rounded(limits is null ? null : limits.Upper ?? 1), point.IsWhole, point.LeftOut,
                    point.IsPreliminary, chart.TargetOf(point), chart.StepOf(point)?.From, chart.IsReached(point), place is { } of ? [.. chart.PatternsAt(of)] : []);
            })],
            [.. result.Signals.Select(signal => new ReadControlChart.SignalView(
                signal.Pattern, signal.Up, [.. signal.Points.Select(place => Words.MonthCode(chart.Judged[place].Month))],
                IndicatorReading.Sentence(signal, place => months.Indicator.Period.Name(chart.Judged[place].Month), place => IndicatorReading.Of(result.Values[place], chart, volumeName), IndicatorReading.Many(months.Indicator.Period))))],
            IndicatorReading.Of(chart, volumeName, units.NameOf).ToString(),
            [.. months.Missing.Select(missing => new MissingView(Words.MonthCode(missing.Month), missing.UnitCode))],
            [.. chart.Breaks.Select(one => ChartBreakView.Of(one, units))],
            [.. chart.Targets.Select(target => new TargetStepView(target.UnitCode.Length > 0 ? target.UnitCode : null, target.From, target.To, target.Value.Plain()))]);
    }

    // With a comma in the figures, as the spreadsheets that take semicolons want it.
    private static byte[] Csv(SeriesView view) => Formats.ToCsv(
        ["period", "numerator", "denominator", "value", "lower", "upper", "complete", "preliminary", "target", "reached", "patterns", "target_from"],
        view.Points.Select(point => (IEnumerable<object?>)[point.Period, Comma(point.Numerator), Comma(point.Denominator), Comma(point.Value), Comma(point.Lower), Comma(point.Upper), point.Complete, point.Preliminary, Comma(point.Target), point.Reached, string.Join(' ', point.Patterns.Select(Kebab.Of)), point.TargetFrom]));

    private static string? Comma(IFormattable? number) => number?.ToString(null, Ui.Texts.Swedish);

    private static CaseView CaseViewOf(IndicatorCase found, UnitTree units) =>
        new(found.Type, Guid.Parse(found.Id), found.UnitCode, found.UnitCode is { } code ? units.NameOf(code) : null, Words.MonthCode(found.Month), found.Numerator, ThreadOf(found));

    // Rates are small numbers: so many digits that none of their meaning is lost.
    private static double? Rounded(double? value) => value is { } number ? Math.Round(number, 8) : null;
}
