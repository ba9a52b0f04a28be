using System.Net.Http.Json;
using Huset.ServiceDefaults.Identity;

namespace Huset.Analytics.Tests;

/// <summary>Every endpoint × role × unit that is counted, against the rights table.</summary>
public sealed class RightsTests(AnalyticsHost host)
{
    private readonly RightsMatrix matrix = Declare(host);

    [Fact]
    public async Task Every_endpoint_answers_each_role_about_each_unit_as_the_table_says()
    {
        await host.Scalar<string>("""
            insert into indicators (code, version, own) values ('rights', 1, '{"name": "Rights", "means": "", "meansNot": "", "numeratorMeans": "", "unit": "antal", "chart": "C", "isJudged": true, "better": "Up", "period": "Month", "source": "Manual"}'::jsonb) returning code
            """);
        await host.Scalar<string>("insert into compared_measures (code, version, origin, title, definition, fetched_at, better) values ('rights', 1, 'Kolada', 'Rights', '', now(), 'none') returning code");
        await matrix.Check();
    }

    [Fact]
    public void Access_table_md_is_what_is_declared() => matrix.CheckDocument();

    private static RightsMatrix Declare(AnalyticsHost host)
    {
        // A month that no other test counts in.
        const string Month = "2023-04", Next = "2023-05", OwnCode = "rights";
        static Dictionary<string, string> Own(string? code)
        {
            var definition = new Dictionary<string, string>
            {
                ["name"] = "Rights",
                ["means"] = "Rights.",
                ["meansNot"] = "Rights.",
                ["numeratorMeans"] = "Rights",
                ["unit"] = "antal",
                ["type"] = "c",
                ["better"] = "up",
                ["period"] = "month",
                ["source"] = "manual",
            };
            if (code is not null) definition["code"] = code;
            return definition;
        }
        RowPosition Counted(string name, string unit, string unitName)
        {
            var told = new Lazy<Task>(() => host.Tell(Messages.Deviation(Guid.CreateVersion7(), 1, unit, "other", $"{Month}-15")));
            return new(name, async _ =>
            {
                await told.Value;
                return new(unit, [], unitName);
            });
        }
        Opening[] managers = [Opening.By(Permissions.ReadCounts, Reach.Units), Opening.By(Permissions.ReadCounts, Reach.All)];
        Opening[] all = [Opening.By(Permissions.ReadCounts, Reach.All)];
        (RowPosition, Opening[])[] units =
        [
            (Counted("own unit", TestUnits.ElderlyCare, "Äldreomsorg"), managers),
            (Counted("unit below", TestUnits.Norrangen, "Norrängens hemtjänst"), managers),
            (Counted("other unit", TestUnits.Hasselvagen, "Hasselvägens gruppbostad"), all),
        ];
        // A quarter of each reader's own, so that a list of it holds what was made for that reader alone.
        async Task<TestRow> Report(int year, string status, string? owner)
        {
            var id = await host.Scalar<string>("""
                insert into reports (id, year, quarter, status, made_by_id, made_by_name, made_at, position, frozen_by_name, frozen_at, frozen, version)
                values (gen_random_uuid(), $1, 1, $2, 'x', 'M', now(), case $2 when 'frozen' then 1 end, case $2 when 'frozen' then 'M' end, case $2 when 'frozen' then now() end, case $2 when 'frozen' then
                  '{"smallNumber": 5, "isOver": true, "sections": [{"code": "avvikelser", "heading": "Avvikelser", "text": "Ord.", "figures": [{"id": "0199c1d2-0000-7000-8000-000000000001", "indicator": "deviations-reported", "name": "Avvikelser", "means": "", "meansNot": "", "chart": 0, "scale": 1, "reading": "", "points": [], "hidesPoints": false}]}]}'::jsonb end, 1)
                returning id::text
                """, year, status);
            await host.Scalar<int>("""
                insert into report_sections (report_id, code, number, heading, guidance, indicators, owner_id, owner_name, text, state, version)
                values ($1::uuid, 'avvikelser', 1, 'Avvikelser', '', '{deviations-reported}', nullif($2, ''), nullif($2, ''), 'Ord.', 'done', 1) returning number
                """, id, owner ?? "");
            return new(id, []);
        }
        RowPosition draft = new("a draft", reader => Report(2000 + RightsMatrix.NumberOf(reader), "draft", null)),
            given = new("a draft with a section of the reader's", reader => Report(2000 + RightsMatrix.NumberOf(reader), "draft", reader.Id.ToString())),
            frozen = new("a frozen report", reader => Report(2000 + RightsMatrix.NumberOf(reader), "frozen", null));
        Opening[] makers = [Opening.By(Permissions.MakeReports, Reach.All)];
        (RowPosition, Opening[])[] drafts = [(draft, makers)];
        (RowPosition, Opening[])[] written = [(draft, makers), (given, [.. makers, Opening.By(Permissions.WriteReports, Reach.Own)])];
        (RowPosition, Opening[])[] reports = [(draft, makers), (given, [.. makers, Opening.By(Permissions.ReadReports, Reach.Own)]), (frozen, [.. makers, Opening.By(Permissions.ReadReports, Reach.All)])];
        (RowPosition, Opening[])[] kept = [(frozen, makers)];
        HttpRequestMessage Posted(string path, params (string, string)[] fields) =>
            new(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Item1, field.Item2))) };
        return new RightsMatrix("Analytics", Permissions.Table, host.Factory.Services, host.As)
            .WithOperations("/analytics/v1", sql => host.Scalar<string>(sql))
            .WithRoom("/analytics/v1")
            // Before what makes more of them.
            .WithThread("/analytics/v1", "report", [(draft, []), (frozen, [.. makers, Opening.By(Permissions.ReadReports, Reach.All)])])
            .List("GET /analytics/v1/reports/", Permissions.ReadReports, reader => new(HttpMethod.Get, $"/analytics/v1/reports?quarter={2000 + RightsMatrix.NumberOf(reader)}-Q1"), reports)
            .Row("GET /analytics/v1/reports/{id:guid}", Permissions.ReadReports, row => new(HttpMethod.Get, $"/analytics/v1/reports/{row.Id}"), reports)
            .Row("GET /analytics/v1/reports/{id:guid}/sections/{code}/figures/{indicator}", Permissions.ReadReports, row => new(HttpMethod.Get, $"/analytics/v1/reports/{row.Id}/sections/avvikelser/figures/deviations-reported"), reports)
            .Row("GET /analytics/v1/reports/{id:guid}/differences", Permissions.MakeReports, row => new(HttpMethod.Get, $"/analytics/v1/reports/{row.Id}/differences"), kept)
            .Route("POST /analytics/v1/reports/", Permissions.MakeReports, reader => new(HttpMethod.Post, "/analytics/v1/reports")
            {
                Content = JsonContent.Create(new { quarter = $"{2000 + RightsMatrix.NumberOf(reader)}-Q2" }),
            }, HttpStatusCode.Created)
            .Row("PUT /analytics/v1/reports/{id:guid}/sections/{code}", Permissions.WriteReports, row => new(HttpMethod.Put, $"/analytics/v1/reports/{row.Id}/sections/avvikelser")
            {
                Headers = { { "If-Match", "*" } },
                Content = JsonContent.Create(new { text = "Nya ord." }),
            }, written)
            .Row("POST /analytics/v1/reports/{id:guid}/sections/{code}/owner", Permissions.MakeReports, row => new(HttpMethod.Post, $"/analytics/v1/reports/{row.Id}/sections/avvikelser/owner") { Content = JsonContent.Create(new { }) }, drafts)
            .Row("POST /analytics/v1/reports/{id:guid}/freeze", Permissions.MakeReports, row => new(HttpMethod.Post, $"/analytics/v1/reports/{row.Id}/freeze"), drafts)
            .Route("GET /analytics/v1/report-templates/{code}", Permissions.ReadReportTemplates, _ => new(HttpMethod.Get, "/analytics/v1/report-templates/quarterly"))
            .Route("POST /analytics/v1/report-templates/{code}/versions", Permissions.EditReportTemplates, _ => new(HttpMethod.Post, "/analytics/v1/report-templates/quarterly/versions")
            {
                Headers = { { "If-Match", "*" } },
                Content = JsonContent.Create(new { validFrom = "2999-01-01", source = "rights", sections = new[] { new { code = "allt", heading = "Allt" } } }),
            })
            .Route("GET /analys/rapporter", Permissions.ReadReports)
            .Route("GET /analys/rapporter/ny", Permissions.MakeReports)
            // Whoever may begin one is told that the quarter is none; nothing is begun.
            .Route("POST /analys/rapporter/ny", Permissions.MakeReports, _ => Posted("/analys/rapporter/ny", ("_handler", "ny"), ("Request.Quarter", "nu")))
            .Route("GET /analys/rapporter/mall", Permissions.ReadReportTemplates)
            .Route("GET /analys/rapporter/mall/andra", Permissions.EditReportTemplates)
            .Route("POST /analys/rapporter/mall/andra", Permissions.EditReportTemplates, _ => Posted("/analys/rapporter/mall/andra", ("_handler", "mall")))
            .Row("GET /analys/rapporter/{Id:guid}", Permissions.ReadReports, row => new(HttpMethod.Get, $"/analys/rapporter/{row.Id}"), reports)
            .Row("GET /analys/rapporter/{Id:guid}/siffror/{Code}/{Indicator}", Permissions.ReadReports, row => new(HttpMethod.Get, $"/analys/rapporter/{row.Id}/siffror/avvikelser/deviations-reported"), reports)
            .Row("GET /analys/rapporter/{Id:guid}/skillnader", Permissions.MakeReports, row => new(HttpMethod.Get, $"/analys/rapporter/{row.Id}/skillnader"), kept)
            .Row("GET /analys/rapporter/{Id:guid}/avsnitt/{Code}", Permissions.WriteReports, row => new(HttpMethod.Get, $"/analys/rapporter/{row.Id}/avsnitt/avvikelser"), written)
            .Row("POST /analys/rapporter/{Id:guid}/avsnitt/{Code}", Permissions.WriteReports, row => Posted($"/analys/rapporter/{row.Id}/avsnitt/avvikelser", ("_handler", "avsnitt"), ("Version", "1"), ("Request.Text", "Nya ord.")), written, HttpStatusCode.Found)
            .Row("GET /analys/rapporter/{Id:guid}/avsnitt/{Code}/dela-ut", Permissions.MakeReports, row => new(HttpMethod.Get, $"/analys/rapporter/{row.Id}/avsnitt/avvikelser/dela-ut"), drafts)
            .Row("POST /analys/rapporter/{Id:guid}/avsnitt/{Code}/dela-ut", Permissions.MakeReports, row => Posted($"/analys/rapporter/{row.Id}/avsnitt/avvikelser/dela-ut", ("_handler", "dela-ut"), ("Version", "1")), drafts, HttpStatusCode.Found)
            .Row("GET /analys/rapporter/{Id:guid}/frys", Permissions.MakeReports, row => new(HttpMethod.Get, $"/analys/rapporter/{row.Id}/frys"), drafts)
            .Row("POST /analys/rapporter/{Id:guid}/frys", Permissions.MakeReports, row => Posted($"/analys/rapporter/{row.Id}/frys", ("_handler", "frys"), ("Version", "1")), drafts, HttpStatusCode.Found)
            .Route("GET /events/v1/events", Permissions.ReadEvents)
            .Route("GET /events/v1/stream", Permissions.ReadEvents)
            .Route("GET /events/v1/export", Permissions.ReadEvents)
            .List("GET /analytics/v1/counts", Permissions.ReadCounts, _ => new(HttpMethod.Get, $"/analytics/v1/counts?from={Month}&to={Next}"), units, row => $"\"unitCode\":\"{row.Id}\"")
            .List("GET /analys/", Permissions.ReadCounts, _ => new(HttpMethod.Get, $"/analys/?fran={Month}&till={Month}"), units, row => $"<th scope=\"row\">{row.State}</th>")
            .Row("GET /analytics/v1/control-charts/deviations", Permissions.ReadCounts, row => new(HttpMethod.Get, $"/analytics/v1/control-charts/deviations?unitCode={row.Id}"), units, outside: HttpStatusCode.BadRequest)
            .List("GET /analys/avvikelser", Permissions.ReadCounts, _ => new(HttpMethod.Get, $"/analys/avvikelser?fran={Month}&till={Month}"), units, row => $"<option value=\"{row.Id}\"")
            .Route("POST /analytics/v1/charts", Permissions.ReadCounts, _ => new(HttpMethod.Post, "/analytics/v1/charts") { Content = JsonContent.Create(new { type = "c", values = new[] { 1, 2 } }) })
            .Route("GET /analytics/v1/indicators/", Permissions.ReadCounts)
            .Row("GET /analytics/v1/indicators/{code}/series", Permissions.ReadCounts, row => new(HttpMethod.Get, $"/analytics/v1/indicators/deviations-reported/series?unitCode={row.Id}"), units, outside: HttpStatusCode.BadRequest)
            .Row("GET /analytics/v1/indicators/{code}/chart", Permissions.ReadCounts, row => new(HttpMethod.Get, $"/analytics/v1/indicators/deviations-reported/chart?unitCode={row.Id}"), units, outside: HttpStatusCode.BadRequest)
            .Row("GET /analytics/v1/indicators/{code}/cases", Permissions.ReadCounts, row => new(HttpMethod.Get, $"/analytics/v1/indicators/deviations-reported/cases?unitCode={row.Id}"), units, outside: HttpStatusCode.BadRequest)
            .List("GET /analys/indikatorer", Permissions.ReadCounts, _ => new(HttpMethod.Get, "/analys/indikatorer"), units, row => $"<option value=\"{row.Id}\"")
            .List("GET /analys/indikatorer/{Code}", Permissions.ReadCounts, _ => new(HttpMethod.Get, "/analys/indikatorer/deviations-reported"), units, row => $"<option value=\"{row.Id}\"")
            .Route("GET /analytics/v1/indicators/{code}", Permissions.ReadRules, _ => new(HttpMethod.Get, "/analytics/v1/indicators/deviations-harm"))
            .Route("POST /analytics/v1/indicators/", Permissions.EditIndicators, reader => new(HttpMethod.Post, "/analytics/v1/indicators") { Content = JsonContent.Create(Own($"rights-{RightsMatrix.NumberOf(reader)}")) }, HttpStatusCode.Created)
            .Route("PUT /analytics/v1/indicators/{code}", Permissions.EditIndicators, _ => new(HttpMethod.Put, $"/analytics/v1/indicators/{OwnCode}") { Headers = { { "If-Match", "*" } }, Content = JsonContent.Create(Own(null)) })
            .Route("POST /analytics/v1/indicators/{code}/placements", Permissions.EditIndicators, _ => new(HttpMethod.Post, $"/analytics/v1/indicators/{OwnCode}/placements")
            {
                Headers = { { "If-Match", "*" } },
                Content = JsonContent.Create(new { qualityArea = "synpunkter", dimension = "safety", perspective = "user", level = "unit", validFrom = "2999-01-01", source = "rights" }),
            })
            .Route("POST /analytics/v1/indicators/{code}/targets", Permissions.EditIndicators, _ => new(HttpMethod.Post, $"/analytics/v1/indicators/{OwnCode}/targets")
            {
                Headers = { { "If-Match", "*" } },
                Content = JsonContent.Create(new { value = 3, validFrom = "2999-01-01", source = "rights" }),
            })
            .Route("GET /analytics/v1/indicator-values/", Permissions.ReadCounts)
            .Route("POST /analytics/v1/indicator-values/imports", Permissions.WriteIndicatorValues, _ => new(HttpMethod.Post, "/analytics/v1/indicator-values/imports") { Content = JsonContent.Create(new { values = Array.Empty<object>() }) })
            .Route("GET /analytics/v1/indicator-coverage", Permissions.ReadRules)
            .Route("GET /analytics/v1/comparisons/", Permissions.ReadComparisons)
            .Route("GET /analytics/v1/comparisons/{code}", Permissions.ReadComparisons, _ => new(HttpMethod.Get, $"/analytics/v1/comparisons/{OwnCode}"))
            .Route("PUT /analytics/v1/comparisons/{code}", Permissions.EditComparisons, _ => new(HttpMethod.Put, $"/analytics/v1/comparisons/{OwnCode}") { Headers = { { "If-Match", "*" } }, Content = JsonContent.Create(new { better = "up" }) })
            .Route("POST /analytics/v1/comparisons/{code}/analyses", Permissions.EditComparisons, _ => new(HttpMethod.Post, $"/analytics/v1/comparisons/{OwnCode}/analyses") { Headers = { { "If-Match", "*" } }, Content = JsonContent.Create(new { text = "rights", function = "rights" }) })
            .Route("POST /analytics/v1/comparisons/imports", Permissions.EditComparisons, _ => new(HttpMethod.Post, "/analytics/v1/comparisons/imports") { Content = JsonContent.Create(new { values = Array.Empty<object>() }) })
            // Nothing is fetched here: whoever may is told that no address is set.
            .Route("POST /analytics/v1/kolada/imports", Permissions.EditComparisons, _ => new(HttpMethod.Post, "/analytics/v1/kolada/imports") { Content = JsonContent.Create(new { kpis = new[] { "U1" }, municipalities = new[] { "0680" }, years = new[] { 2024 } }) }, HttpStatusCode.Conflict)
            .Route("GET /analys/jamforelser", Permissions.ReadComparisons)
            .Route("GET /analys/jamforelser/{Code}", Permissions.ReadComparisons, _ => new(HttpMethod.Get, $"/analys/jamforelser/{OwnCode}"))
            .Route("GET /analys/jamforelser-in", Permissions.EditComparisons)
            .Route("POST /analys/jamforelser-in", Permissions.EditComparisons, _ => Posted("/analys/jamforelser-in", ("_handler", "fil"), ("Text", "")))
            .Route("GET /analys/jamforelser/{Code}/las", Permissions.EditComparisons, _ => new(HttpMethod.Get, $"/analys/jamforelser/{OwnCode}/las"))
            .Route("POST /analys/jamforelser/{Code}/las", Permissions.EditComparisons, _ => Posted($"/analys/jamforelser/{OwnCode}/las", ("_handler", "lasning")))
            .Route("GET /analys/nyckeltalstackning", Permissions.ReadRules)
            .Route("GET /analys/indikatorer/{Code}/om", Permissions.ReadRules, _ => new(HttpMethod.Get, "/analys/indikatorer/deviations-harm/om"))
            .Route("GET /analys/nytt-nyckeltal", Permissions.EditIndicators)
            // Whoever may write is told what is missing; nothing is changed.
            .Route("POST /analys/nytt-nyckeltal", Permissions.EditIndicators, _ => Posted("/analys/nytt-nyckeltal", ("_handler", "nyckeltal")))
            .Route("GET /analys/indikatorer/{Code}/beskriv", Permissions.EditIndicators, _ => new(HttpMethod.Get, $"/analys/indikatorer/{OwnCode}/beskriv"))
            .Route("POST /analys/indikatorer/{Code}/beskriv", Permissions.EditIndicators, _ => Posted($"/analys/indikatorer/{OwnCode}/beskriv", ("_handler", "nyckeltal")))
            .Route("GET /analys/indikatorer/{Code}/plats", Permissions.EditIndicators, _ => new(HttpMethod.Get, "/analys/indikatorer/deviations-harm/plats"))
            .Route("POST /analys/indikatorer/{Code}/plats", Permissions.EditIndicators, _ => Posted("/analys/indikatorer/deviations-harm/plats", ("_handler", "plats")))
            .Route("GET /analys/indikatorer/{Code}/mal", Permissions.EditIndicators, _ => new(HttpMethod.Get, "/analys/indikatorer/deviations-harm/mal"))
            .Route("POST /analys/indikatorer/{Code}/mal", Permissions.EditIndicators, _ => Posted("/analys/indikatorer/deviations-harm/mal", ("_handler", "mal")))
            .Route("GET /analys/varden", Permissions.WriteIndicatorValues)
            .Route("POST /analys/varden", Permissions.WriteIndicatorValues, _ => Posted("/analys/varden", ("_handler", "fil"), ("Text", "")))
            .Route("GET /analys/indikatorer/{Code}/varde", Permissions.WriteIndicatorValues, _ => new(HttpMethod.Get, $"/analys/indikatorer/{OwnCode}/varde"))
            .Route("POST /analys/indikatorer/{Code}/varde", Permissions.WriteIndicatorValues, _ => Posted($"/analys/indikatorer/{OwnCode}/varde", ("_handler", "varde")))
            .Route("GET /analytics/v1/volumes/", Permissions.ReadCounts)
            .Route("POST /analytics/v1/volumes/imports", Permissions.ImportVolumes, _ => new(HttpMethod.Post, "/analytics/v1/volumes/imports") { Content = JsonContent.Create(new { volumes = Array.Empty<object>() }) })
            .Route("GET /analys/volymer", Permissions.ImportVolumes)
            // Whoever may write is told what is missing; nothing is changed.
            .Route("POST /analys/volymer", Permissions.ImportVolumes, _ => new(HttpMethod.Post, "/analys/volymer") { Content = new FormUrlEncodedContent([new("_handler", "fil"), new("Text", "")]) })
            .WithCodeLists()
            .Route("GET /analytics/v1/rules/", Permissions.ReadRules)
            .Route("GET /analytics/v1/rules/{measure}", Permissions.ReadRules, _ => new(HttpMethod.Get, "/analytics/v1/rules/signal-shift"))
            .Route("POST /analytics/v1/rules/{measure}/versions", Permissions.EditRules, _ => new(HttpMethod.Post, "/analytics/v1/rules/signal-recent/versions")
            {
                Headers = { { "If-Match", "*" } },
                Content = JsonContent.Create(new { value = 3, validFrom = "2999-01-01", source = "rights" }),
            })
            .Route("GET /analys/regler", Permissions.ReadRules)
            .Route("GET /analys/regler/{Code}", Permissions.EditRules, _ => new(HttpMethod.Get, "/analys/regler/signal-recent"))
            // Whoever may write is told what is missing; nothing is changed.
            .Route("POST /analys/regler/{Code}", Permissions.EditRules, _ => new(HttpMethod.Post, "/analys/regler/signal-recent") { Content = new FormUrlEncodedContent([new("_handler", "regel"), new("Request.Value", "3")]) })
            // Here without neighbours: what they let each reader know of is told by their own tests.
            .Route("GET /analytics/v1/thread/{type}/{id}", CommonPermissions.ReadThread, _ => new(HttpMethod.Get, $"/analytics/v1/thread/deviation/{Guid.NewGuid()}"))
            .Route("GET /analys/trad/{Type}/{Id}", CommonPermissions.ReadThread, _ => new(HttpMethod.Get, $"/analys/trad/deviation/{Guid.NewGuid()}"))
            .Route("GET /analys/handelser", Permissions.ReadEvents)
            .Route("GET /analytics/v1/operations/house", CommonPermissions.ReadOperations)
            .Route("GET /analys/drift", CommonPermissions.ReadOperations)
            // The button is drawn for who may press it: without it the post finds no form.
            .Row("POST /analys/drift", CommonPermissions.ReadOperations, row => new(HttpMethod.Post, "/analys/drift")
            {
                Content = new FormUrlEncodedContent([new("_handler", "igen"), new("Request.Row", $"analytics/failed-messages/{row.Id}")]),
            }, [(RightsMatrix.FailedMessage(sql => host.Scalar<string>(sql)), [Opening.By(CommonPermissions.ResendMessages, Reach.All)])], HttpStatusCode.Found, outside: HttpStatusCode.BadRequest);
    }
}
