using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Huset.Analytics.Tests;

/// <summary>Indicators that the municipality defines itself: defined, placed, aimed, told, and read as those that are counted.</summary>
public sealed class OwnIndicatorTests(AnalyticsHost host)
{
    private const string Path = "/analytics/v1/indicators", Values = "/analytics/v1/indicator-values";

    [Fact]
    public async Task A_file_of_values_becomes_a_chart_and_the_same_file_again_changes_nothing()
    {
        await Define("nojda-test", "p", "quarter", unit: "%");
        var rows = Enumerable.Range(0, 14).Select(back => $"nojda-test;{(back % 2 == 0 ? "norrangen" : "kullen")};{2021 + (back / 4)}-Q{1 + (back % 4)};;{30 + back};50;;");
        var file = $"indicator;unitCode;period;gender;numerator;denominator;value;status\n{string.Join('\n', rows)}\nnojda-test;norrangen;2021-Q1;women;22;25;;final\n";
        Assert.Equal((15, 0, 0), Counts(await Import(TestUsers.Analyst, file, "?dryRun=true").Json()));
        Assert.Equal((15, 0, 0), Counts(await Import(TestUsers.Analyst, file).Json()));
        Assert.Equal((0, 0, 15), Counts(await Import(TestUsers.Integration, file).Json()));
        // In an empty log no place is before the first event.
        await host.Tell(Messages.Of("OwnIndicators", 0));
        var position = await host.Scalar<long>("select last from log_position");
        await host.Tell(Messages.Of("OwnIndicators", 1));
        Assert.Equal((0, 1, 0), Counts(await host.As(TestUsers.Manager).Post($"{Values}/imports", new { values = new[] { new { indicator = "nojda-test", unitCode = "norrangen", period = "2021-Q1", numerator = 40, denominator = 50, status = "preliminary" } } }).Json()));

        var series = await Series("nojda-test", "unitCode=norrangen");
        Assert.Equal(("p", "run-chart", "too-few-points", "quarter", "own"), (Text(series, "type"), Text(series, "method"), Text(series, "reason"), Text(series.GetProperty("indicator"), "period"), Text(series.GetProperty("indicator"), "service")));
        // What nobody told is missing and not zero.
        var points = series.GetProperty("points").EnumerateArray().ToList();
        Assert.Equal(["2021-Q1", "2021-Q2", "2021-Q3"], points.Take(3).Select(point => Text(point, "period")));
        Assert.Equal((0.8, true), (points[0].GetProperty("value").GetDouble(), points[0].GetProperty("preliminary").GetBoolean()));
        Assert.False(points[1].TryGetProperty("value", out _) || points[1].TryGetProperty("numerator", out _));
        Assert.Contains("7 hela kvartal är för lite för att bedöma", Text(series, "sentence"));
        Assert.Contains("Preliminärt, och kan ändras: första kvartalet 2021.", Text(series, "sentence"));
        // As it was before, and of women alone.
        Assert.Equal(0.6, (await Series("nojda-test", $"unitCode=norrangen&at={position}")).GetProperty("points")[0].GetProperty("value").GetDouble());
        Assert.Equal([0.88], (await Series("nojda-test", "unitCode=norrangen&gender=women")).GetProperty("points").EnumerateArray().Select(point => point.GetProperty("value").GetDouble()));
        await host.As(TestUsers.Analyst).GetAsync($"{Path}/complaints/series?gender=women").NamesField("gender");
        await host.As(TestUsers.Analyst).GetAsync($"{Path}/nojda-test/chart?gender=alla").NamesField("gender");
        // The same as a file: a missing value is an empty cell.
        var csv = (await host.As(TestUsers.Manager).GetStringAsync($"{Path}/nojda-test/series?unitCode=norrangen&format=csv")).Split("\r\n");
        Assert.Equal(["2021-Q1;40;50;0,8;;;true;true;;;;", "2021-Q2;;;;;;true;false;;;;"], csv[1..3]);

        var history = await host.As(TestUsers.Manager).GetAsync($"{Values}/?indicator=nojda-test&unitCode=norrangen&history=true&limit=100").Json();
        Assert.Equal([(2, 40m, "preliminary"), (1, 30m, "final")], history.GetProperty("items").EnumerateArray().Where(value => Text(value, "period") == "2021-Q1" && Text(value, "gender") == "all").Select(value => (value.GetProperty("version").GetInt32(), value.GetProperty("numerator").GetDecimal(), Text(value, "status"))));
        Assert.Contains((await host.As(TestUsers.Analyst).GetAsync($"{Path}/?limit=100").Json()).GetProperty("items").EnumerateArray(), indicator => Text(indicator, "code") == "nojda-test" && Text(indicator, "source") == "import");
        var page = await Html(TestUsers.Manager, "/analys/indikatorer/nojda-test?enhet=norrangen");
        Assert.Contains("Kvartal för kvartal", page);
        Assert.Contains("Värde saknas", page);
        Assert.Contains("class=\"chart", page);
        Assert.Contains("40 av 50", page);
        Assert.Contains("Nöjda brukare nojda-test", await Html(TestUsers.Manager, "/analys/indikatorer"));
        Assert.Contains("88 %", await Html(TestUsers.Manager, "/analys/indikatorer/nojda-test?enhet=norrangen&kon=women"));
    }

    [Fact]
    public async Task Units_are_added_up_where_they_can_be_and_nothing_is_made_up_where_they_cannot()
    {
        await Define("andel-test", "p", "year", unit: "%");
        await Define("antal-test", "c", "year");
        await Define("kostnad-test", "xmr", "year", unit: "kronor");
        const string File = """
            indicator;unitCode;period;numerator;denominator;value
            andel-test;norrangen;2024;30;40;
            andel-test;kullen;2024;10;40;
            andel-test;norrangen;2025;20;40;
            antal-test;norrangen;2024;7;;
            antal-test;kullen;2024;8;;
            antal-test;norrangen;2025;9;;
            kostnad-test;norrangen;2024;100000;200;
            kostnad-test;kullen;2024;60000;100;
            kostnad-test;norrangen;2025;;;510,5
            kostnad-test;kullen;2025;;;600
            kostnad-test;;2025;;;550

            """;
        Assert.Equal((11, 0, 0), Counts(await Import(TestUsers.Analyst, File).Json()));
        var share = await Series("andel-test", "unitCode=ao");
        Assert.Equal([0.5, 0.5], Numbers(share));
        Assert.Equal(["2025-01 kullen"], share.GetProperty("missingVolumes").EnumerateArray().Select(missing => $"{Text(missing, "month")} {Text(missing, "unitCode")}"));
        Assert.Contains("Utan värde, och därför inte med, är Kullens hemtjänst (2025).", Text(share, "sentence"));
        // A sum of some of the units would look like a fall.
        Assert.Equal([15d], Numbers(await Series("antal-test", "unitCode=ao")));
        Assert.Equal([7d, 9], Numbers(await Series("antal-test", "unitCode=norrangen")));
        // Costs and hours add up to a cost per hour; two means do not add up to one.
        Assert.Equal([Math.Round(160_000d / 300, 6)], Numbers(await Series("kostnad-test", "unitCode=ao")));
        Assert.Equal([500, 510.5], Numbers(await Series("kostnad-test", "unitCode=norrangen")));
        Assert.Equal(550, Numbers(await Series("kostnad-test", ""))[^1]);
        // Taken back, it is missing again.
        Assert.Equal((0, 1, 0), Counts(await Import(TestUsers.Analyst, "indicator;unitCode;period;status\nkostnad-test;norrangen;2025;missing\n").Json()));
        Assert.Equal([500d], Numbers(await Series("kostnad-test", "unitCode=norrangen")));
    }

    [Fact]
    public async Task Every_row_that_is_wrong_is_told_in_swedish_and_nothing_is_taken_in()
    {
        await Define("fel-test", "p", "month", unit: "%");
        await Define("slut-test", "xmr", "year", unit: "dagar", endsOn: "2024-12-31");
        const string File = """
            indicator;unitCode;period;gender;numerator;denominator;value;status
            fel-test;norrangen;2025-01;;1;2;;
            finns-inte;norrangen;2025-01;;1;2;;
            complaints;norrangen;2025-01;;1;2;;
            fel-test;nowhere;2025-01;;1;2;;
            fel-test;norrangen;2025;;1;2;;
            fel-test;norrangen;2099-01;;1;2;;
            fel-test;norrangen;2025-02;alla;1;2;;
            fel-test;norrangen;2025-02;;1;2;;klart
            fel-test;norrangen;2025-02;;3;2;;
            fel-test;norrangen;2025-02;;;2;;
            fel-test;norrangen;2025-02;;1;2;0,5;
            fel-test;norrangen;2025-02;;1,5;2;;
            fel-test;norrangen;2025-02;;-1;2;;
            fel-test;norrangen;2025-02;;1;2;;missing
            fel-test;norrangen;2025-01;;1;2;;
            slut-test;norrangen;2025;;;;3;
            slut-test;norrangen;2024;;;;;

            """;
        var problem = await Import(TestUsers.Analyst, File).Problem(HttpStatusCode.BadRequest, "indicator-values.import-refused");
        var refused = problem.GetProperty("refused").EnumerateArray().ToList();
        Assert.Equal(
            [(3, "value.indicator-unknown"), (4, "value.indicator-counted"), (5, "value.unit-unknown"), (6, "value.period-invalid"), (7, "value.period-invalid"), (8, "value.gender-invalid"), (9, "value.status-invalid"),
                (10, "value.denominator-invalid"), (11, "value.numerator-invalid"), (12, "value.value-not-taken"), (13, "value.numerator-invalid"), (14, "value.number-invalid"), (15, "value.missing-has-figures"), (16, "value.twice"),
                (17, "value.indicator-ended"), (18, "value.measurement-invalid")],
            refused.Select(row => (row.GetProperty("row").GetInt32(), Text(row, "code")!)));
        Assert.Contains("Finns inget värde utelämnar du raden", Text(refused[8], "reason"));
        Assert.Empty((await host.As(TestUsers.Analyst).GetAsync($"{Values}/?indicator=fel-test").Json()).GetProperty("items").EnumerateArray());
        await Import(TestUsers.Analyst, "indicator;unitCode\nfel-test;kullen\n").NamesField("period");
        await Import(TestUsers.Analyst, "{\"values\":null}", type: "application/json").NamesField("values");

        // A manager tells the own units' values, and not the whole's.
        foreach (var unit in new[] { "solgarden", "" })
            await Import(TestUsers.Manager, $"indicator;unitCode;period;numerator;denominator\nfel-test;{unit};2025-01;1;2\n").Problem(HttpStatusCode.BadRequest, "indicator-values.import-refused");
        var page = await Form(TestUsers.Analyst, "/analys/varden", ("_handler", "fil"), ("Text", "indicator;period;numerator;denominator\nfel-test;2025-01;9;2\n"));
        Assert.Contains("Nämnaren ska vara mer än 0", page);
    }

    [Fact]
    public async Task A_value_is_typed_in_a_form_that_keeps_what_was_wrong()
    {
        await Define("form-test", "xmr", "four-months", unit: "dagar");
        const string Page = "/analys/indikatorer/form-test/varde";
        Assert.DoesNotContain("Solgården", await Html(TestUsers.Manager, Page));
        var wrong = await Form(TestUsers.Manager, Page, ("_handler", "varde"), ("Request.UnitCode", "kullen"), ("Request.Period", "2025-T2"), ("Request.Gender", "all"), ("Request.Value", "tolv"), ("Request.Status", "final"));
        Assert.Contains("Skriv ett tal, 0 eller mer", wrong);
        Assert.Contains("value=\"tolv\"", wrong);
        var answer = await host.As(TestUsers.Manager).PostAsync(Page, Fields(("_handler", "varde"), ("Request.UnitCode", "kullen"), ("Request.Period", "2025-T2"), ("Request.Gender", "all"), ("Request.Value", "12,5"), ("Request.Status", "final")));
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        var point = Assert.Single((await Series("form-test", "unitCode=kullen")).GetProperty("points").EnumerateArray());
        Assert.Equal(("2025-T2", 12.5), (Text(point, "period"), point.GetProperty("value").GetDouble()));
        Assert.Contains("andra tertialet 2025", await Html(TestUsers.Manager, "/analys/indikatorer/form-test?enhet=kullen"));
    }

    [Fact]
    public async Task Each_period_is_judged_by_the_target_of_its_last_day_the_units_own_before_the_wholes()
    {
        var made = await Define("mal-test", "p", "year", unit: "%");
        Assert.Equal((11, 0, 0), Counts(await Import(TestUsers.Analyst, "indicator;unitCode;period;numerator;denominator\n" + string.Concat(Enumerable.Range(2015, 11).Select(year => $"mal-test;norrangen;{year};{year - 1945};100\n"))).Json()));
        var first = await Target(made, new { value = 75, validFrom = "2018-06-01", source = "Nämnden" }).Json();
        // What has been judged stays judged.
        await Target(first, new { value = 70, validFrom = "2017-01-01", source = "Nämnden" }).NamesField("validFrom");
        await Target(first, new { value = 101, validFrom = "2099-01-01", source = "Nämnden" }).NamesField("value");
        await Target(first, new { unitCode = "nowhere", value = 75, validFrom = "2020-01-01", source = "Nämnden" }).NamesField("unitCode");
        await Target(made, new { value = 70, validFrom = "2099-01-01", source = "Nämnden" }).Problem(HttpStatusCode.PreconditionFailed, "resource.stale");
        var own = await Target(first, new { unitCode = "norrangen", value = 79.5, validFrom = "2024-01-01", source = "Enheten" }).Json();
        var points = (await Series("mal-test", "unitCode=norrangen&from=2017-01")).GetProperty("points").EnumerateArray().ToList();
        string Judged(JsonElement point) => $"{Text(point, "period")} {(point.TryGetProperty("target", out var target) ? target.GetDecimal() : null)} {(point.TryGetProperty("reached", out var reached) ? reached.GetBoolean() : null)}";
        // From 2018, 73 of 75; 2020, 75 of 75; 2024, 79 of its own 79.5; 2025, 80.
        Assert.Equal(["2017  ", "2018 75 False", "2019 75 False", "2020 75 True", "2021 75 True", "2022 75 True", "2023 75 True", "2024 79.5 False", "2025 79.5 True"], points.Select(Judged));
        Assert.Contains("Målet är minst 79,5 %. Det är nått för 2025: 80 %.", Text(await Series("mal-test", "unitCode=norrangen"), "sentence"));
        var page = (await Html(TestUsers.Manager, "/analys/indikatorer/mal-test?enhet=norrangen&fran=2017-01")).Replace('\u00A0', ' ');
        Assert.Contains("79,5 %, inte nått", page);

        // The line steps where the target changes, and its days stand in words, in the legend and in every format.
        Assert.Contains("Målets linje är minst 75 % från 1 juni 2018 till 31 december 2023 och minst 79,5 % från 1 januari 2024.", page);
        Assert.Contains("Mål: minst 79,5 % från 1 januari 2024", page);
        Assert.Equal(3, page.Split("<line class=\"target\" x1=\"").Length - 1 - 2);
        var targets = (await host.As(TestUsers.Analyst).GetAsync($"{Path}/mal-test/chart?unitCode=norrangen&from=2017-01").Json()).GetProperty("targets").EnumerateArray();
        Assert.Equal([" 2018-06-01 2023-12-31 75", "norrangen 2024-01-01  79.5"], targets.Select(step => $"{Text(step, "unitCode")} {Text(step, "from")} {Text(step, "to")} {step.GetProperty("value")}"));
        Assert.Equal("79.5", Assert.Single((await Series("mal-test", "unitCode=norrangen&from=2024-01")).GetProperty("targets").EnumerateArray()).GetProperty("value").ToString());
        var csv = await host.As(TestUsers.Analyst).GetStringAsync($"{Path}/mal-test/series?format=csv&unitCode=norrangen&from=2017-01");
        Assert.Contains(csv.Split("\r\n"), row => row.StartsWith("2018;", StringComparison.Ordinal) && row.Contains(";75;false;", StringComparison.Ordinal) && row.EndsWith(";2018-06-01", StringComparison.Ordinal));
        Assert.Contains(csv.Split("\r\n"), row => row.StartsWith("2017;", StringComparison.Ordinal) && row.EndsWith(";;;;", StringComparison.Ordinal));
        Assert.Contains("Norrängens hemtjänst", await Html(TestUsers.Manager, "/analys/indikatorer/mal-test/om"));
        Assert.Equal(3, own.GetProperty("version").GetInt32());

        // How much is reported is neither better nor worse, so it gets no target.
        var counted = await host.As(TestUsers.QualityDeveloper).GetAsync($"{Path}/deviations-reported").Json();
        await Target(counted, new { value = 10, validFrom = "2099-01-01", source = "Nämnden" }).Problem(HttpStatusCode.Conflict, "indicator.no-direction");
    }

    [Fact]
    public async Task What_is_placed_is_seen_beside_what_no_measure_covers()
    {
        var before = await Coverage("samverkan");
        Assert.Equal(20, before.GetProperty("gaps").GetArrayLength());
        var made = await Define("plats-test", "c", "month");
        Assert.Contains("plats-test", (await host.As(TestUsers.Administrator).GetAsync("/analytics/v1/indicator-coverage").Json()).GetProperty("unplaced").GetRawText());
        var placed = await Place(made, new { qualityArea = "samverkan", dimension = "continuity", perspective = "user", level = "unit", owner = "Områdeschefen", validFrom = "2026-01-01", source = "Kvalitetsrådet" }).Json();
        Assert.Equal("samverkan", Text(placed.GetProperty("placement"), "qualityArea"));
        await Place(placed, new { qualityArea = "samverkan", dimension = "safety", perspective = "user", level = "unit", validFrom = "2026-01-02", source = "Kvalitetsrådet" }).NamesField("validFrom");
        await Place(placed, new { qualityArea = "annat", dimension = "safety", perspective = "user", level = "unit", validFrom = "2099-01-02", source = "Kvalitetsrådet" }).NamesField("qualityArea");
        // What is decided for a later day does not count yet.
        await Place(placed, new { qualityArea = "tjanster", dimension = "safety", perspective = "user", level = "unit", validFrom = "2099-01-01", source = "Kvalitetsrådet" }).Json();
        var after = await Coverage("samverkan");
        Assert.Equal((19, "plats-test"), (after.GetProperty("gaps").GetArrayLength(), Text(after.GetProperty("measures")[0], "code")));
        Assert.Contains("Områdeschefen", await Html(TestUsers.Administrator, "/analys/nyckeltalstackning"));
        Assert.Contains("Inget mått", await Html(TestUsers.Manager, "/analys/nyckeltalstackning"));
    }

    [Fact]
    public async Task Small_numbers_of_an_own_indicator_stand_in_no_document_and_a_measurement_is_no_number_of_people()
    {
        await Define("sma-test", "p", "month", unit: "%");
        await Define("dyr-test", "xmr", "quarter", unit: "kronor");
        Assert.Equal((3, 0, 0), Counts(await Import(TestUsers.Analyst, "indicator;unitCode;period;numerator;denominator;value\nsma-test;solgarden;2012-05;3;40;\nsma-test;norrangen;2012-05;20;40;\ndyr-test;solgarden;2012-Q2;;;3\n").Json()));
        var id = await host.Scalar<string>("""
            with made as (insert into reports (id, template, kind, length, year, number, unit_code, status, made_by_id, made_by_name, made_at, version) values (gen_random_uuid(), 'quarterly', 'Kvartalsrapport', 'quarter', 2012, 2, 'solgarden', 'draft', 'x', 'Ulla', now(), 1) returning id),
            section as (insert into report_sections (report_id, code, number, heading, guidance, indicators, goals, text, state, version) select id, 'eget', 1, 'Eget', '', '{sma-test,dyr-test}', false, 'Ord.', 'done', 1 from made)
            select id::text from made
            """);
        await host.As(TestUsers.QualityDeveloper).PostAsync($"/analytics/v1/reports/{id}/freeze", null).Json();
        foreach (var (reader, few) in new[] { (TestUsers.BoardMember, "För få för att visas"), (TestUsers.OtherManager, "7,5 % (3 av 40)") })
        {
            var figures = (await host.As(reader).GetAsync($"/analytics/v1/reports/{id}").Json()).GetProperty("sections")[0].GetProperty("figures");
            Assert.Equal([few, "3 kronor"], figures.EnumerateArray().Select(figure => Text(figure, "inWords")));
        }
        foreach (var format in new[] { "html", "json" }) Assert.DoesNotContain("7,5 %", WebUtility.HtmlDecode(await host.As(TestUsers.BoardMember).GetStringAsync($"/analytics/v1/reports/{id}?format={format}")));
    }

    [Fact]
    public async Task What_is_defined_is_described_anew_until_there_are_values_and_by_those_who_may()
    {
        var made = await Define("ny-test", "c", "month");
        await host.As(TestUsers.QualityDeveloper).Post($"{Path}/", Definition("ny-test", "c", "month")).Problem(HttpStatusCode.Conflict, "indicator.code-taken");
        await host.As(TestUsers.QualityDeveloper).Post($"{Path}/", Definition("complaints", "c", "month")).Problem(HttpStatusCode.Conflict, "indicator.code-taken");
        await host.As(TestUsers.QualityDeveloper).Post($"{Path}/", Definition("Stor", "c", "month")).NamesField("code");
        await host.As(TestUsers.QualityDeveloper).Post($"{Path}/", Definition("utan-namnare", "p", "month", denominator: null)).NamesField("denominatorMeans");
        var described = await Put(made, Definition(null, "c", "quarter")).Json();
        Assert.Equal("quarter", Text(described.GetProperty("indicator"), "period"));
        await Import(TestUsers.Analyst, "indicator;unitCode;period;numerator\nny-test;kullen;2025-Q1;6\n").Json();
        await Put(described, Definition(null, "c", "month")).Problem(HttpStatusCode.Conflict, "indicator.has-values");
        await Put(await host.As(TestUsers.Administrator).GetAsync($"{Path}/complaints").Json(), Definition(null, "c", "month")).Problem(HttpStatusCode.Conflict, "indicator.counted");

        foreach (var (user, status, code) in new (TestUser?, HttpStatusCode, string)[] { (TestUsers.Manager, HttpStatusCode.Forbidden, "user.not-allowed"), (null, HttpStatusCode.Unauthorized, "user.not-signed-in") })
        {
            await host.As(user).Post($"{Path}/", Definition("nekad", "c", "month")).Problem(status, code);
            await host.As(user).GetAsync("/analys/nytt-nyckeltal").Problem(status, code);
        }
        await Import(TestUsers.Employee, "indicator;period\n").Problem(HttpStatusCode.Forbidden, "user.not-allowed");
        await Import(null, "indicator;period\n").Problem(HttpStatusCode.Unauthorized, "user.not-signed-in");

        // The form keeps what was typed, and begins one.
        var kept = await Form(TestUsers.Administrator, "/analys/nytt-nyckeltal", ("_handler", "nyckeltal"), ("Request.Code", "från"), ("Request.Name", "Väntetid"));
        Assert.Contains("Skriv koden med små bokstäver", kept);
        Assert.Contains("value=\"Väntetid\"", kept);
        var answer = await host.As(TestUsers.Administrator).PostAsync("/analys/nytt-nyckeltal", Fields(
            ("_handler", "nyckeltal"), ("Request.Code", "vantetid-test"), ("Request.Name", "Väntetid"), ("Request.Means", "Dagar från beslut till insats."), ("Request.MeansNot", "Inget om hur det var att vänta."), ("Request.Type", "Xmr"),
            ("Request.NumeratorMeans", "Dagar"), ("Request.DenominatorMeans", ""), ("Request.Unit", "dagar"), ("Request.Better", "Down"), ("Request.Period", "Month"), ("Request.Judged", "false"), ("Request.Source", "Manual"), ("Request.Attribution", ""), ("Request.EndsOn", "")));
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        Assert.Contains("Dagar från beslut till insats.", await Html(TestUsers.Administrator, "/analys/indikatorer/vantetid-test/om?tack=1"));
        await Import(TestUsers.Analyst, "indicator;unitCode;period;value\n" + string.Concat(Enumerable.Range(1, 12).Select(month => $"vantetid-test;kullen;2025-{month:00};{month}\n"))).Json();
        Assert.Contains("Linjen är medianen, 6,5 dagar: hälften av månaderna ligger på den eller under. Talet bedöms inte mot gränser.", Text(await Series("vantetid-test", "unitCode=kullen"), "sentence"));
    }

    private async Task<JsonElement> Define(string code, string type, string period, string unit = "antal", string? endsOn = null) =>
        await host.As(TestUsers.QualityDeveloper).Post($"{Path}/", Definition(code, type, period, unit: unit, endsOn: endsOn)).Json(HttpStatusCode.Created);

    private static object Definition(string? code, string type, string period, string? denominator = "Alla", string unit = "antal", string? endsOn = null)
    {
        var definition = new Dictionary<string, object?>
        {
            ["name"] = $"Nöjda brukare {code}",
            ["means"] = "Andelen som är nöjda.",
            ["meansNot"] = "Inget om dem som inte svarade.",
            ["numeratorMeans"] = "De som är nöjda",
            ["denominatorMeans"] = denominator,
            ["unit"] = unit,
            ["type"] = type,
            ["better"] = "up",
            ["period"] = period,
            ["source"] = "import",
            ["endsOn"] = endsOn,
        };
        if (code is not null) definition["code"] = code;
        return definition.Where(field => field.Value is not null).ToDictionary();
    }

    private Task<HttpResponseMessage> Target(JsonElement indicator, object target) => Matched(HttpMethod.Post, indicator, "/targets", target);

    private Task<HttpResponseMessage> Place(JsonElement indicator, object placement) => Matched(HttpMethod.Post, indicator, "/placements", placement);

    private Task<HttpResponseMessage> Put(JsonElement indicator, object definition) => Matched(HttpMethod.Put, indicator, "", definition);

    private Task<HttpResponseMessage> Matched(HttpMethod method, JsonElement indicator, string path, object body) => host.As(TestUsers.QualityDeveloper).SendAsync(
        new HttpRequestMessage(method, $"{Path}/{Text(indicator.GetProperty("indicator"), "code")}{path}") { Content = JsonContent.Create(body) }.IfMatch($"\"{indicator.GetProperty("version").GetInt32()}\""));

    private async Task<JsonElement> Coverage(string area) =>
        (await host.As(TestUsers.Analyst).GetAsync("/analytics/v1/indicator-coverage").Json()).GetProperty("areas").EnumerateArray().Single(one => Text(one, "code") == area);

    private Task<HttpResponseMessage> Import(TestUser? user, string file, string query = "", string type = "text/csv") => host.As(user).PostAsync($"{Values}/imports{query}", new StringContent(file, Encoding.UTF8, type));

    private Task<JsonElement> Series(string code, string query) => host.As(TestUsers.Analyst).GetAsync($"{Path}/{code}/series?{query}").Json();

    private static List<double> Numbers(JsonElement series) => [.. series.GetProperty("points").EnumerateArray().Where(point => point.TryGetProperty("value", out _)).Select(point => point.GetProperty("value").GetDouble())];

    private static (int, int, int) Counts(JsonElement result) => (result.GetProperty("created").GetInt32(), result.GetProperty("changed").GetInt32(), result.GetProperty("unchanged").GetInt32());

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetString()?.Replace('\u00A0', ' ') : null;

    private static FormUrlEncodedContent Fields(params (string Name, string Value)[] fields) => new(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));

    private async Task<string> Form(TestUser user, string path, params (string, string)[] fields) => WebUtility.HtmlDecode(await (await host.As(user).PostAsync(path, Fields(fields))).Content.ReadAsStringAsync());

    private Task<string> Html(TestUser user, string path) => host.As(user).GetAsync(path).Html();
}
