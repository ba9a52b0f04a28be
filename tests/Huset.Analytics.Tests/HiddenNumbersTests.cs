using System.IO.Compression;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Huset.Analytics.Contracts;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Identity;
using Huset.ServiceDefaults.Messaging;

namespace Huset.Analytics.Tests;

/// <summary>
/// No answer of Analytics, in any of its shapes, shows a number that the rule small-number hides. In a house of its own one unit has 773 of everything and its
/// siblings 1,201, 1,303 and 1,409, and the limit is 1,000: so 773 is a small number, and the others are not. Every row of the table is asked by who may see the
/// number, and must show it, so that the row is able to fail; and by everyone who may not, whom it must neither show nor let be reckoned from what the same answer shows.
/// </summary>
public sealed partial class HiddenNumbersTests(HiddenNumbersTests.House house) : IClassFixture<HiddenNumbersTests.House>
{
    private const int Secret = 773, Norrangen = 1201, Kullen = 1303, Beside = 1409;
    private static readonly int Year = SwedishTime.Day(DateTimeOffset.UtcNow).Year - 1;
    private static readonly string Month = $"{Year}-05", Next = $"{Year}-06", Counted = $"from={Month}&to={Next}", Seen = $"fran={Month}&till={Month}";

    /// <summary>The newest month that has ended, which lists of indicators show.</summary>
    private static readonly string Last = $"{SwedishTime.Day(DateTimeOffset.UtcNow).AddMonths(-1):yyyy-MM}";

    /// <summary>May open the cases of the unit with 773, and of no other.</summary>
    private static readonly TestUser Own = new("hanna", [Roles.Enhetschef, Roles.Medarbetare], [TestUnits.Hasselvagen], TestUnits.Hasselvagen);

    /// <summary>Has been given a section of a report to write, and nothing else.</summary>
    private static readonly TestUser Writer = new("skribent", [Roles.Medarbetare], HomeUnit: TestUnits.Hasselvagen);

    private static readonly TestUser?[] Others = [TestUsers.BoardMember, TestUsers.Manager, TestUsers.OtherManager, TestUsers.Employee, Writer, null];

    /// <summary>Route; what is asked; who may see the number. A row with something beside it shows the number to nobody, and there the same of the unit with 1,409 is shown.</summary>
    public static IEnumerable<TheoryDataRow<string, string, string, string?>> Table =>
    [
        // Counts of deviations.
        .. Row("GET /analytics/v1/counts", "analyst", $"/analytics/v1/counts?{Counted}&groupBy=unit", $"/analytics/v1/counts?{Counted}&groupBy=kind", $"/analytics/v1/counts?{Counted}&groupBy=unit,month,kind&unitCode=hasselvagen"),
        .. Row("GET /analytics/v1/counts/pareto", "analyst", Formats("json", "csv", $"/analytics/v1/counts/pareto?{Counted}&by=category", $"/analytics/v1/counts/pareto?{Counted}&by=category&unitCode=hasselvagen")),
        .. Row("GET /analytics/v1/counts/heat", "own", Formats("json", "csv", $"/analytics/v1/counts/heat?{Counted}", $"/analytics/v1/counts/heat?{Counted}&unitCode=hasselvagen")),
        .. Row("GET /analytics/v1/counts/funnel", "analyst", Formats("json", "csv", $"/analytics/v1/counts/funnel?from={Year}-01&to={Year + 1}-01", $"/analytics/v1/counts/funnel?from={Year}-01&to={Year + 1}-01&volume=hours")),
        .. Row("GET /analytics/v1/counts/funnel", "own", Formats("json", "csv", $"/analytics/v1/counts/funnel?from={Year}-01&to={Year + 1}-01")),
        .. Row("GET /analytics/v1/control-charts/deviations", "own", Formats("json", "csv", $"/analytics/v1/control-charts/deviations?unitCode=hasselvagen&from={Year}-01", $"/analytics/v1/control-charts/deviations?kind=social-care&from={Year}-01")),
        .. Row("GET /analys/", "analyst", $"/analys/?{Seen}"),
        .. Row("GET /analys/avvikelser", "own", $"/analys/avvikelser?fran={Year}-01&till={Year}-08&enhet=hasselvagen", $"/analys/avvikelser?fran={Year}-01&till={Year}-08&slag=social-care"),
        .. Row("GET /analys/orsaker", "analyst", $"/analys/orsaker?{Seen}&efter=category", $"/analys/orsaker?{Seen}&efter=category&enhet=hasselvagen"),
        .. Row("GET /analys/dygnet", "own", $"/analys/dygnet?{Seen}", $"/analys/dygnet?{Seen}&enhet=hasselvagen"),
        .. Row("GET /analys/enheter", "analyst", $"/analys/enheter?fran={Year}-01&till={Year}-12"),
        .. Row("GET /analys/enheter", "own", $"/analys/enheter?ar={Year}"),
        .. Row("GET /analytics/v1/room", "own", "/analytics/v1/room"),
        // Indicators: counted of events, and the municipality's own.
        .. Row("GET /analytics/v1/indicators/{code}/series", "own", Formats("json", "csv", "/analytics/v1/indicators/deviations-reported/series?unitCode=hasselvagen", "/analytics/v1/indicators/provtal/series?unitCode=hasselvagen", "/analytics/v1/indicators/provtal/series")),
        .. Row("GET /analytics/v1/indicators/{code}/chart", "own", "/analytics/v1/indicators/deviations-reported/chart?unitCode=hasselvagen", "/analytics/v1/indicators/provtal/chart?unitCode=hasselvagen"),
        .. Row("GET /analytics/v1/indicators/{code}/cases", "own", $"/analytics/v1/indicators/deviations-reported/cases?unitCode=hasselvagen&month={Month}", $"/analytics/v1/indicators/deviations-reported/cases?month={Month}"),
        .. Row("GET /analytics/v1/indicator-values/", "own", "/analytics/v1/indicator-values?indicator=provtal&limit=100", "/analytics/v1/indicator-values?indicator=provtal&unitCode=hasselvagen&history=true"),
        .. Row("GET /analys/indikatorer", "own", "/analys/indikatorer", "/analys/indikatorer?enhet=hasselvagen"),
        .. Row("GET /analys/indikatorer/{Code}", "own", "/analys/indikatorer/deviations-reported?enhet=hasselvagen", $"/analys/indikatorer/deviations-reported?enhet=hasselvagen&manad={Month}", "/analys/indikatorer/provtal?enhet=hasselvagen", "/analys/indikatorer/provtal"),
        .. Row("GET /analytics/v1/volumes/", "own", "/analytics/v1/volumes?kind=service-users&limit=100", "/analytics/v1/volumes?kind=service-users&unitCode=hasselvagen"),
        // What the house finds by itself.
        .. Row("GET /analytics/v1/signals/", "own", "/analytics/v1/signals", "/analytics/v1/signals?unitCode=hasselvagen"),
        .. Row("GET /analytics/v1/signals/{id:guid}", "own", "/analytics/v1/signals/{signal}"),
        .. Row("GET /analys/tecken", "own", "/analys/tecken", "/analys/tecken?enhet=hasselvagen"),
        .. Row("GET /analys/tecken/{Id:guid}", "own", "/analys/tecken/{signal}"),
        .. Row("GET /analytics/v1/patterns/", "own", "/analytics/v1/patterns"),
        .. Row("GET /analytics/v1/patterns/{id:guid}", "own", "/analytics/v1/patterns/{pattern}"),
        .. Row("GET /analys/monster", "own", "/analys/monster?lage=alla"),
        .. Row("GET /analys/monster/{Id:guid}", "own", "/analys/monster/{pattern}"),
        // Reports; a document is for everyone, and holds no small number whoever fetches it.
        .. Row("GET /analytics/v1/reports/{id:guid}", "own", "/analytics/v1/reports/{report}"),
        .. Row("GET /analytics/v1/reports/{id:guid}", "analyst", "/analytics/v1/reports/{draft}"),
        .. Documents("GET /analytics/v1/reports/{id:guid}", "/analytics/v1/reports/{report}?format=html", "/analytics/v1/reports/{report}?format=docx"),
        .. Row("GET /analytics/v1/reports/{id:guid}/sections/{code}/figures/{indicator}", "own", "/analytics/v1/reports/{report}/sections/avvikelser/figures/deviations-reported"),
        .. Row("GET /analytics/v1/reports/{id:guid}/differences", "analyst", "/analytics/v1/reports/{report}/differences"),
        .. Row("GET /analys/rapporter/{Id:guid}", "own", "/analys/rapporter/{report}"),
        .. Row("GET /analys/rapporter/{Id:guid}", "analyst", "/analys/rapporter/{draft}"),
        .. Row("GET /analys/rapporter/{Id:guid}/siffror/{Code}/{Indicator}", "own", "/analys/rapporter/{report}/siffror/avvikelser/deviations-reported"),
        .. Row("GET /analys/rapporter/{Id:guid}/skillnader", "analyst", "/analys/rapporter/{report}/skillnader"),
        .. Row("GET /analys/rapporter/{Id:guid}/avsnitt/{Code}", "analyst", "/analys/rapporter/{draft}/avsnitt/avvikelser"),
        .. Row("GET /analytics/v1/thread/{type}/{id}", "own", "/analytics/v1/thread/report-paragraph/{paragraph}", "/analytics/v1/thread/report/{report}"),
        .. Row("GET /analys/trad/{Type}/{Id}", "own", "/analys/trad/report-paragraph/{paragraph}", "/analys/trad/report/{report}"),
        .. Row("GET /analytics/v1/thread-texts", "own", "/analytics/v1/thread-texts?type=report-paragraph&ids={paragraph}"),
        // Goals and plans.
        .. Row("GET /analytics/v1/goals/", "own", $"/analytics/v1/goals?year={Year}&limit=100", $"/analytics/v1/goals?year={Year}&unitCode=hasselvagen"),
        .. Row("GET /analytics/v1/goals/{id:guid}", "own", "/analytics/v1/goals/{goal}", "/analytics/v1/goals/{judged}", "/analytics/v1/goals/{planned}"),
        .. Row("GET /analys/mal", "own", $"/analys/mal?ar={Year}", $"/analys/mal?ar={Year}&enhet=hasselvagen"),
        .. Row("GET /analys/mal/{Id:guid}", "own", "/analys/mal/{goal}", "/analys/mal/{judged}", "/analys/mal/{planned}"),
        .. Row("GET /analys/mal/{Id:guid}/bedom", "own", "/analys/mal/{goal}/bedom"),
        .. Row("GET /analytics/v1/plans/{id:guid}", "own", "/analytics/v1/plans/{plan}"),
        .. Row("GET /analys/planer/{Id:guid}", "own", "/analys/planer/{plan}"),
        // What is published, and what is looked at before: no rights change anything there.
        .. Documents("GET /analytics/v1/public/publications/{id:guid}", "/analytics/v1/public/publications/{report}", "/analytics/v1/public/publications/{goal}"),
        .. Documents("GET /analys/offentligt/{Id:guid}", "/analys/offentligt/{report}", "/analys/offentligt/{goal}"),
        .. Documents("GET /analytics/v1/publications/preview", "/analytics/v1/publications/preview?kind=report&subjectId={report}", "/analytics/v1/publications/preview?kind=goal&subjectId={goal}"),
        .. Documents("GET /analys/publicera/{Kind}/{Id:guid}", "/analys/publicera/report/{report}", "/analys/publicera/goal/{goal}"),
        .. Documents("GET /analytics/v1/extracts/{id:guid}/series", "/analytics/v1/extracts/{extract}/series"),
        // Follow-ups of methods.
        .. Row("GET /analytics/v1/follow-ups/{id:guid}/result", "own", Formats("json", "csv", "/analytics/v1/follow-ups/{method}/result")),
        .. Row("GET /analytics/v1/follow-ups/{id:guid}/measurements", "own", "/analytics/v1/follow-ups/{method}/measurements"),
        .. Row("GET /analys/uppfoljningar/{Id:guid}", "own", "/analys/uppfoljningar/{method}"),
    ];

    /// <summary>Every other route that reads, by why it shows no count of cases to who may not open them; asked too, after the arrow where the route has a place for an id.</summary>
    private static readonly Dictionary<string, string[]> NoCounts = new()
    {
        ["single events, for who may open all cases"] =
        [
            "GET /events/v1/events", "GET /events/v1/stream", "GET /events/v1/export", "GET /analytics/v1/extracts/{id:guid}/events → /analytics/v1/extracts/{extract}/events", "GET /analys/handelser", "GET /analys/handelser/exempel",
        ],
        ["what events may tell, and to whom they are sent"] =
        [
            "GET /events/v1/types", "GET /events/v1/types/{type}/schema → /events/v1/types/se.huset.deviations.deviation-reported.v1/schema", "GET /events/v1/asyncapi", "GET /events/v1/receivers/", "GET /events/v1/subscriptions/", "GET /events/v1/subscriptions/{id:guid}",
            "GET /events/v1/subscriptions/{id:guid}/deliveries", "GET /analys/mottagare", "GET /analys/prenumerationer", "GET /analys/prenumerationer/ny", "GET /analys/prenumerationer/{Id:guid}", "GET /analys/prenumerationer/{Id:guid}/andra",
        ],
        ["figures that people have decided: limits, codes, templates, targets"] =
        [
            "GET /analytics/v1/rules/", "GET /analytics/v1/rules/{measure} → /analytics/v1/rules/small-number", "GET /analys/regler", "GET /analys/regler/{Code} → /analys/regler/small-number", "GET /analytics/v1/code-lists/", "GET /analytics/v1/code-lists/{name} → /analytics/v1/code-lists/volume-kinds",
            "GET /analys/kodlistor", "GET /analys/kodlistor/{List}/{Code} → /analys/kodlistor/volume-kinds/hours", "GET /analys/ny-kod/{List} → /analys/ny-kod/volume-kinds", "GET /analytics/v1/report-templates/", "GET /analytics/v1/report-templates/{code} → /analytics/v1/report-templates/quarterly",
            "GET /analys/rapporter/mall", "GET /analys/rapporter/mall/andra", "GET /analytics/v1/chart-breaks/", "GET /analys/nya-granser → /analys/nya-granser?diagram=deviations&enhet=hasselvagen", "GET /analys/nya-granser/{Id:guid}",
        ],
        ["what an indicator is, and where it belongs"] =
        [
            "GET /analytics/v1/indicators/", "GET /analytics/v1/indicators/{code} → /analytics/v1/indicators/provtal", "GET /analytics/v1/indicator-coverage", "GET /analys/nyckeltalstackning", "GET /analys/nytt-nyckeltal", "GET /analys/indikatorer/{Code}/beskriv → /analys/indikatorer/provtal/beskriv",
            "GET /analys/indikatorer/{Code}/mal → /analys/indikatorer/provtal/mal", "GET /analys/indikatorer/{Code}/om → /analys/indikatorer/provtal/om", "GET /analys/indikatorer/{Code}/plats → /analys/indikatorer/provtal/plats",
        ],
        ["forms, for who may see what they are about"] =
        [
            "GET /analys/indikatorer/{Code}/varde → /analys/indikatorer/provtal/varde", "GET /analys/varden", "GET /analys/volymer", "GET /analys/mal/nytt", "GET /analys/mal/{Id:guid}/andra → /analys/mal/{goal}/andra", "GET /analys/mal/{Id:guid}/besluta → /analys/mal/{goal}/besluta", "GET /analys/mal/{Id:guid}/folj-upp → /analys/mal/{goal}/folj-upp", "GET /analys/planer/ny",
            "GET /analys/planer/las-in", "GET /analys/planer/{Id:guid}/aktivitet/{Activity:guid}", "GET /analys/planer/{Id:guid}/atagande → /analys/planer/{plan}/atagande", "GET /analys/planer/{Id:guid}/atagande/{Code} → /analys/planer/{plan}/atagande/dag",
            "GET /analys/planer/{Id:guid}/avsluta → /analys/planer/{plan}/avsluta", "GET /analys/planer/{Id:guid}/besluta → /analys/planer/{plan}/besluta", "GET /analys/planer/{Id:guid}/folj-upp → /analys/planer/{plan}/folj-upp", "GET /analys/rapporter/ny",
            "GET /analys/rapporter/{Id:guid}/avsnitt/{Code}/dela-ut → /analys/rapporter/{draft}/avsnitt/avvikelser/dela-ut", "GET /analys/rapporter/{Id:guid}/frys → /analys/rapporter/{draft}/frys", "GET /analys/uppfoljningar/ny", "GET /analys/uppfoljningar/{Id:guid}/andra → /analys/uppfoljningar/{method}/andra",
            "GET /analys/uppfoljningar/{Id:guid}/avsluta → /analys/uppfoljningar/{method}/avsluta", "GET /analys/uppfoljningar/{Id:guid}/las-in → /analys/uppfoljningar/{method}/las-in", "GET /analys/uppfoljningar/{Id:guid}/matningar → /analys/uppfoljningar/{method}/matningar", "GET /analys/forbattringar/ny",
            "GET /analys/forbattringar/{Id:guid}", "GET /analys/uttag/nytt", "GET /analys/jamforelser-in",
        ],
        ["titles, words and states"] =
        [
            "GET /analytics/v1/reports/", "GET /analys/rapporter", "GET /analytics/v1/plans/", "GET /analys/planer", "GET /analytics/v1/plans/{id:guid}/rows → /analytics/v1/plans/{plan}/rows", "GET /analytics/v1/follow-ups/", "GET /analytics/v1/follow-ups/{id:guid} → /analytics/v1/follow-ups/{method}", "GET /analys/uppfoljningar",
            "GET /analytics/v1/improvements/", "GET /analytics/v1/improvements/{id:guid}", "GET /analytics/v1/publications/", "GET /analys/publicerat", "GET /analytics/v1/public/publications", "GET /analys/offentligt", "GET /analytics/v1/extracts/", "GET /analytics/v1/extracts/{id:guid} → /analytics/v1/extracts/{extract}",
            "GET /analys/uttag", "GET /analys/uttag/{Id:guid} → /analys/uttag/{extract}",
        ],
        ["public figures of whole municipalities"] =
        [
            "GET /analytics/v1/comparisons/", "GET /analytics/v1/comparisons/{code}", "GET /analys/jamforelser", "GET /analys/jamforelser/{Code}", "GET /analys/jamforelser/{Code}/las",
        ],
        ["how the house fares: messages, and who has looked"] =
        [
            "GET /analytics/v1/operations/", "GET /analytics/v1/operations/failed-messages", "GET /analytics/v1/operations/house", "GET /analys/drift", "GET /analys/drift/omrakningar", "GET /analytics/v1/rebuilds/", "GET /analytics/v1/rebuilds/{id:guid}",
        ],
    };

    private static (string Route, string? Path)[] Named =>
        [.. NoCounts.Values.SelectMany(of => of).Select(named => named.Split(" → ")).Select(named => (named[0], named.Length > 1 ? named[1] : named[0].Contains('{', StringComparison.Ordinal) ? null : named[0][4..]))];

    [Theory]
    [MemberData(nameof(Table))]
    public async Task The_number_is_shown_to_who_may_see_it_and_to_nobody_else(string route, string path, string seenBy, string? beside)
    {
        Assert.NotEmpty(route);
        foreach (var reader in Others.Concat(beside is null ? [] : [Own, TestUsers.Analyst, TestUsers.QualityDeveloper]))
        {
            var (status, text) = await house.Read(reader, path);
            Assert.True((int)status < 500, $"{path} as {reader?.Username ?? "nobody"}: {(int)status}");
            Assert.True(Leak(text) is null, $"{path} as {reader?.Username ?? "nobody"} ({(int)status}) lets {Secret} be known: {Leak(text)}");
        }
        var (sees, shown, number) = beside is null ? (seenBy == "own" ? Own : TestUsers.Analyst, path, Secret) : (seenBy == "nobody" ? null : seenBy == "developer" ? TestUsers.QualityDeveloper : TestUsers.Analyst, beside, Beside);
        var (answered, told) = await house.Read(sees, shown);
        Assert.True(answered == HttpStatusCode.OK && Numbers(told).Contains(number), $"{shown} as {seenBy} ({(int)answered}) does not show {number}, so the row proves nothing.");
    }

    [Fact]
    public void Every_route_that_reads_is_in_the_table_or_shows_no_counts()
    {
        var routes = RightsMatrix.Endpoints(house.Host.Factory.Services).Select(endpoint => endpoint.Route).Where(route => route.StartsWith("GET ", StringComparison.Ordinal)).ToHashSet();
        var (table, named) = (Table.Select(row => row.Data.Item1).ToHashSet(), Named.Select(one => one.Route).ToList());
        Assert.Empty(routes.Except(table).Except(named).Order(StringComparer.Ordinal));
        Assert.Empty(table.Concat(named).Except(routes));
        Assert.Empty(named.GroupBy(route => route).Where(same => same.Count() > 1).Select(same => same.Key).Concat(table.Intersect(named)));
    }

    [Fact]
    public async Task No_other_route_that_reads_shows_it_either()
    {
        foreach (var path in Named.Select(named => named.Path).OfType<string>())
        {
            foreach (var reader in Others)
            {
                var (status, text) = await house.Read(reader, path);
                Assert.True((int)status < 500 && Leak(text) is null, $"{path} as {reader?.Username ?? "nobody"} ({(int)status}): {Leak(text)}");
            }
        }
    }

    [Theory]
    [InlineData("773 avvikelser", true)]
    [InlineData("<td>&#160;773</td>", true)]
    [InlineData("{\"rate\":0.773}", true)]
    [InlineData("0,773 per timme", true)]
    [InlineData("4 686 i alla, 3\u00A0913 i de andra", true)]
    [InlineData("1\u202F201, 1\u2009303, 1.409 och 4686", true)]
    [InlineData("2182 och 1409", true)]
    [InlineData("{\"outcome\":\"3\\u00A0913\",\"of\":4686}", true)]
    [InlineData("16,5 % av alla", true)]
    [InlineData("1201, 1303 och 1409", false)]
    [InlineData("4686 och 1201", false)]
    [InlineData("2026-11-24T03:12:55.773+00:00, 0199c1d2-7b3a-773c-9f10-5a6b7c8d9773, 5773", false)]
    public void Whatever_lets_the_number_be_known_is_found(string text, bool isKnown) => Assert.Equal(isKnown, Leak(text) is not null);

    private static IEnumerable<TheoryDataRow<string, string, string, string?>> Row(string route, string seenBy, params string[] paths) => paths.Select(path => new TheoryDataRow<string, string, string, string?>(route, path, seenBy, null));

    private static IEnumerable<TheoryDataRow<string, string, string, string?>> Documents(string route, params string[] paths) => paths.Select(path => new TheoryDataRow<string, string, string, string?>(
        route, path, route.Contains("public/", StringComparison.Ordinal) || route.Contains("offentligt", StringComparison.Ordinal) ? "nobody" : route.Contains("publi", StringComparison.Ordinal) ? "developer" : "analyst",
        Placeholder().Replace(path, "{$1-beside}")));

    private static string[] Formats(string first, string second, params string[] paths) =>
        [.. paths.SelectMany(path => new[] { first, second }.Select(format => $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}format={format}"))];

    /// <summary>How the answer lets the number be known; null when it does not: the number itself, its share of all, or a shown sum less what else is shown.</summary>
    private static string? Leak(string text)
    {
        text = Plain(text);
        var numbers = Numbers(text);
        if (numbers.Contains(Secret)) return $"{Secret} stands there";
        if (Share().Match(text) is { Success: true } share) return $"its share, {share.Value}, stands there";
        // Every sum of units that someone may have reckoned.
        int[] units = [Secret, Norrangen, Kullen, Beside];
        var sums = Sums(units).Where(sum => numbers.Contains(sum)).Distinct().ToList();
        foreach (var whole in sums)
            if (Sums([.. sums.Where(sum => sum < whole)]).Contains(whole - Secret)) return $"{whole} less others of {string.Join(", ", sums)} is {Secret}";
        return null;
    }

    private static IEnumerable<int> Sums(int[] of) => Enumerable.Range(1, (1 << of.Length) - 1).Select(choice => of.Where((_, place) => (choice & (1 << place)) != 0).Sum());

    /// <summary>The whole numbers of the text, and the digits of its decimals, whatever stands between thousands; no times and no ids.</summary>
    private static HashSet<long> Numbers(string text)
    {
        var plain = NoNumber().Replace(Plain(text), " ");
        return [.. new[] { plain, Spaces().Replace(plain, ""), Separators().Replace(plain, "") }.SelectMany(each => Number().Matches(each)).Where(match => match.Length < 18).Select(match => long.Parse(match.Value))];
    }

    /// <summary>As a person reads it: what HTML and JSON write in other signs is itself again.</summary>
    private static string Plain(string text) => WebUtility.HtmlDecode(Escaped().Replace(text, escaped => $"{(char)Convert.ToInt32(escaped.Groups[1].Value, 16)}"));

    [GeneratedRegex(@"\\u([0-9a-fA-F]{4})")]
    private static partial Regex Escaped();

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)?|[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")]
    private static partial Regex NoNumber();

    [GeneratedRegex(@"(?<=\d)[ \u00A0\u202F\u2009](?=\d{3}(?!\d))")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"(?<=\d)[ \u00A0\u202F\u2009.,'](?=\d{3}(?!\d))")]
    private static partial Regex Separators();

    [GeneratedRegex(@"(?<![\dA-Za-z])\d+(?![\dA-Za-z])")]
    private static partial Regex Number();

    [GeneratedRegex(@"(?<!\d)(16[.,]50?[ \u00A0]?%|0[.,]1649\d*|0[.,]165(?!\d))")]
    private static partial Regex Share();

    [GeneratedRegex(@"\{([a-z]+)\}")]
    private static partial Regex Placeholder();

    /// <summary>A house where the one unit has 773 of everything.</summary>
    public sealed partial class House : IAsyncLifetime
    {
        private const string Reports = "/analytics/v1/reports", Goals = "/analytics/v1/goals", Plans = "/analytics/v1/plans";
        private readonly Dictionary<string, string> ids = [];

        public AnalyticsHost Host { get; } = new();

        public async Task<(HttpStatusCode Status, string Text)> Read(TestUser? reader, string path)
        {
            using var client = Host.As(reader);
            using var answer = await client.GetAsync(Ids().Replace(path, id => ids[id.Groups[1].Value]));
            var bytes = await answer.Content.ReadAsByteArrayAsync();
            if (answer.Content.Headers.ContentType?.MediaType?.EndsWith("wordprocessingml.document", StringComparison.Ordinal) != true) return (answer.StatusCode, Encoding.UTF8.GetString(bytes));
            using var document = new ZipArchive(new MemoryStream(bytes));
            return (answer.StatusCode, string.Join('\n', document.Entries.Select(part =>
            {
                using var reading = new StreamReader(part.Open());
                return reading.ReadToEnd();
            })));
        }

        public ValueTask DisposeAsync() => Host.DisposeAsync();

        public async ValueTask InitializeAsync()
        {
            await Host.InitializeAsync();
            // More than the rule takes from people, so that the numbers are like no other on a page.
            await Host.Scalar<long>("update rule_versions set value = 1000 where measure = 'small-number' returning value");
            (string Unit, int Count)[] units = [(TestUnits.Hasselvagen, Secret), (TestUnits.Norrangen, Norrangen), (TestUnits.Kullen, Kullen), (TestUnits.Solgarden, Beside)];
            foreach (var (unit, count) in units)
            {
                // One the year before, so that each month of the year is counted, also with nothing in it.
                await Happened(unit, 1, $"{Year - 1}-12-14");
                await Happened(unit, count, $"{Month}-14");
            }
            await ToldByPeople(units);
            await Found(units);
            await Reported();
            await Aimed();
            await Measured(units);
            await Extracted();
            // Last, so that it is in nothing else: today, for the room, whose month may be another tomorrow.
            var today = SwedishTime.Day(DateTimeOffset.UtcNow);
            foreach (var day in today.AddDays(1).Month == today.Month ? [today] : new[] { today, today.AddDays(1) }) await Happened(TestUnits.Hasselvagen, Secret, $"{day:yyyy-MM-dd}");
        }

        // The unit's own kind, category and hour, so that what is counted by them is its number too.
        private Task Happened(string unit, int count, string day)
        {
            var own = unit == TestUnits.Hasselvagen;
            return Host.Tell(Enumerable.Range(0, count).Select(_ =>
            {
                var told = Messages.Deviation(Guid.CreateVersion7(), 1, unit, own ? "social-care" : "health-care", day, hour: own ? 3 : 9);
                var body = JsonNode.Parse(told.Body.GetRawText())!;
                body["category"] = own ? "fall" : "dose-late";
                return told with { Body = body.Deserialize<JsonElement>() };
            }));
        }

        private async Task ToldByPeople((string Unit, int Count)[] units)
        {
            var (analyst, developer) = (Host.As(TestUsers.Analyst), Host.As(TestUsers.QualityDeveloper));
            var volumes = units.SelectMany(unit => Enumerable.Range(1, 12).Select(month => (object)new { unitCode = unit.Unit, month = $"{Year}-{month:00}", kind = "hours", value = 100_000m })).Concat(units.Select(unit => (object)new { unitCode = unit.Unit, month = Month, kind = "service-users", value = (decimal)unit.Count }));
            await analyst.Post("/analytics/v1/volumes/imports", new { volumes }).Json();
            await developer.Post("/analytics/v1/indicators", new { code = "provtal", name = "Provtal", means = "Antal.", meansNot = "Inget annat.", numeratorMeans = "De som räknas", unit = "antal", type = "c", better = "down", period = "month", source = "import" }).Json(HttpStatusCode.Created);
            await analyst.Post("/analytics/v1/indicator-values/imports", new { values = new[] { Month, Last }.SelectMany(month => units.Select(unit => new { indicator = "provtal", unitCode = unit.Unit, period = month, numerator = unit.Count })) }).Json();
        }

        private async Task Found((string Unit, int Count)[] units)
        {
            ids["signal"] = await Host.Scalar<string>($"""
                insert into found_signals (id, unit_code, pattern, up, "from", "to", sentence, found_at, version)
                values (gen_random_uuid(), $1, 'outside', true, '{Month}-01', '{Month}-01', 'Maj sticker ut med {Secret} avvikelser.', now(), 1) returning id::text
                """, TestUnits.Hasselvagen);
            ids["pattern"] = await Pattern("Bemanning", units);
            // One that is met in the one unit alone, whose sum is its own number.
            await Pattern("Rutiner", units[..1]);

            Task<string> Pattern(string name, (string Unit, int Count)[] parts) => Host.Scalar<string>($$"""
                insert into found_patterns (id, dimension, value, name, "from", "to", unit_codes, parts, share, cases, decisions, found_at, version)
                values (gen_random_uuid(), 'unit', $1, $1, '{{Month}}-01', '{{Month}}-30', $2, $3::jsonb, '{"count": {{parts.Sum(part => part.Count)}}, "of": 9000, "otherCount": {{Secret}}, "otherOf": 90000}'::jsonb, '[]'::jsonb, '[]'::jsonb, now(), 1) returning id::text
                """, name, parts.Select(part => part.Unit).ToArray(), JsonSerializer.Serialize(parts.Select(part => new { unitCode = part.Unit, service = "deviations", count = part.Count })));
        }

        private async Task Reported()
        {
            var developer = Host.As(TestUsers.QualityDeveloper);
            ids["report"] = await Frozen(TestUnits.Hasselvagen);
            ids["report-beside"] = await Frozen(TestUnits.Solgarden);
            ids["draft"] = (await Begun(TestUnits.DisabilityCare)).GetProperty("id").GetString()!;
            var person = await Host.Scalar<string>("insert into people (id, account_id, name, role, home_unit, is_active, subject_version) values (gen_random_uuid(), $1, 'Sam Skribent', 'underskoterska', 'hasselvagen', true, 1) returning id::text", $"{Writer.Id}");
            await developer.PostAsJsonAsync($"{Reports}/{ids["draft"]}/sections/avvikelser/owner", new { ownerId = person }).Json();
            foreach (var told in await Host.Published<ReportFrozen>()) await Host.Tell(Message(told));
            foreach (var told in await Host.Published<ReportParagraphFrozen>())
            {
                await Host.Tell(Message(told));
                if ($"{told.ReportId}" == ids["report"] && told.Indicator == "deviations-reported") ids["paragraph"] = $"{told.ParagraphId}";
            }
            foreach (var report in new[] { ids["report"], ids["report-beside"] }) await Publish("report", report);

            Task<JsonElement> Begun(string unit) => developer.PostAsJsonAsync(Reports, new { quarter = $"{Year}-Q2", unitCode = unit }).Json(HttpStatusCode.Created);
            async Task<string> Frozen(string unit)
            {
                var report = await Begun(unit);
                var id = report.GetProperty("id").GetString()!;
                foreach (var section in report.GetProperty("sections").EnumerateArray())
                    await developer.SendAsync(Requests.Matched(Requests.Put($"{Reports}/{id}/sections/{section.GetProperty("code").GetString()}", new { text = "Så här gick det." }))).Json();
                await developer.PostAsync($"{Reports}/{id}/freeze", null).Json();
                return id;
            }
        }

        private async Task Aimed()
        {
            var developer = Host.As(TestUsers.QualityDeveloper);
            var today = $"{SwedishTime.Day(DateTimeOffset.UtcNow):yyyy-MM-dd}";
            foreach (var (name, unit) in new[] { ("goal", TestUnits.Hasselvagen), ("goal-beside", TestUnits.Solgarden), ("judged", TestUnits.Hasselvagen) })
            {
                ids[name] = await Goal(unit, null);
                await developer.Post($"{Goals}/{ids[name]}/decision", new { decision = "Nämnden § 4", decidedOn = today }).Json();
                if (name != "judged") await Publish("goal", ids[name]);
            }
            await developer.Post($"{Goals}/{ids["judged"]}/judgement", new { reached = "no", wasRight = true, conclusion = "Vi fortsätter.", next = "keep" }).Json();
            ids["plan"] = (await developer.Post(Plans, new { unitCode = TestUnits.Hasselvagen, year = Year, period = "year" }).Json(HttpStatusCode.Created)).GetProperty("id").GetString()!;
            ids["planned"] = await Goal(TestUnits.Hasselvagen, ids["plan"]);
            await developer.Put($"{Plans}/{ids["plan"]}/commitments/dag", new { goalId = ids["planned"], words = "En dag" }, null).Json();
            await developer.Post($"{Plans}/{ids["plan"]}/decision", new { decision = "Nämnden § 5", decidedOn = today }).Json();
            await developer.Post($"{Plans}/{ids["plan"]}/follow-ups", new { period = PlanPeriod.Of(PeriodLength.Year, new(Year, 1, 1)).Code, text = "Så här gick det." }).Json();

            async Task<string> Goal(string unit, string? plan) => (await developer.Post(Goals, new
            {
                unitCode = unit,
                year = Year,
                planId = plan,
                words = "Färre avvikelser",
                indicator = "deviations-reported",
                form = "count",
                targetValue = 10,
                direction = "down",
                dueOn = $"{Year}-12-31",
                responsible = "Enhetschef",
                period = "year",
            }).Json(HttpStatusCode.Created)).GetProperty("id").GetString()!;
        }

        private async Task Measured((string Unit, int Count)[] units)
        {
            ids["method"] = await Host.Scalar<string>($$"""
                insert into method_follow_ups (id, name, method, unit_code, purpose, evidence, "from", scales, status, set_up_at, version)
                values (gen_random_uuid(), 'Samtal', 'MI', 'sf', 'Veta.', 'Visst stöd.', '{{Year}}-01-01', '[{"code": "gaf", "name": "GAF", "lowest": 1, "highest": 100, "higherIsBetter": true}]', 'open', now(), 1) returning id::text
                """);
            foreach (var (unit, count) in units)
            {
                await Host.Scalar<long>($"""
                    with measured as (insert into measurements (id, follow_up_id, unit_code, scale, case_key, moment, "on", value)
                      select gen_random_uuid(), $1::uuid, $2, 'gaf', 'K-' || number, moment, '{Month}-01', case moment when 'start' then 10 else 20 end
                      from generate_series(1, $3) number, unnest(case when $2 = 'hasselvagen' then array['start'] else array['start', 'end'] end) moment returning 1)
                    select count(*) from measured
                    """, ids["method"], unit, count);
            }
            await Host.As(TestUsers.QualityDeveloper).SendAsync(Requests.Matched(Requests.Write($"/analytics/v1/follow-ups/{ids["method"]}/conclusion", new { outcome = "ends", conclusion = "Klart." }))).Json();
        }

        private async Task Extracted()
        {
            foreach (var (name, unit) in new[] { ("extract", TestUnits.Hasselvagen), ("extract-beside", TestUnits.Solgarden) })
            {
                var extract = await Host.As(TestUsers.Analyst).PostAsJsonAsync("/analytics/v1/extracts", new
                {
                    purpose = "Prov av små antal.",
                    recipient = "Prov",
                    types = Array.Empty<string>(),
                    indicators = new[] { "deviations-reported" },
                    units = new[] { unit },
                    codesUnits = false,
                    from = Month,
                    to = Next,
                    endsOn = $"{SwedishTime.Day(DateTimeOffset.UtcNow).AddDays(10):yyyy-MM-dd}",
                }).Json(HttpStatusCode.Created);
                ids[name] = extract.GetProperty("id").GetString()!;
                await Host.As(TestUsers.QualityDeveloper).PostAsJsonAsync($"/analytics/v1/extracts/{ids[name]}/decision", new { approved = true, decision = "§ 7" }).Json();
            }
        }

        private Task Publish(string kind, string id) => Host.As(TestUsers.QualityDeveloper).Post("/analytics/v1/publications", new { kind, subjectId = id, decision = "§ 1" }).Json(HttpStatusCode.Created);

        private static ReceivedMessage Message<T>(T told) => new(Guid.CreateVersion7(), $"urn:message:Huset.Analytics.Contracts:{typeof(T).Name}", JsonSerializer.SerializeToElement(told, JsonSerializerOptions.Web), "analytics");

        [GeneratedRegex(@"\{([a-z-]+)\}")]
        private static partial Regex Ids();
    }
}
