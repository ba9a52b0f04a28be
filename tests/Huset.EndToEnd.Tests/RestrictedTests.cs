using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Huset.EndToEnd.Tests;

/// <summary>A lex Sarah case is one in the count of its month. Who does not investigate finds it nowhere else, whatever is asked of whichever room.</summary>
public sealed partial class RestrictedTests(Platform platform)
{
    // Where no other test reports.
    private const string Unit = "strand", Reporter = "bemanning";
    private const string Month = "2019-03";

    // All but who reported it, and who investigates.
    private static readonly string[] Readers =
    [
        "chef-strand", "chef-ao", "medarbetare", "mas", "arbetsmiljo", "kvalitet", "analytiker", "fortroendevald", "processagare", "registrator", "upphandling", "leverantor", "gast", "revisor", "admin",
    ];

    // The log and what is counted of it stand as they stood: there it stays the deviation that was reported.
    private static readonly string[] Log = ["/events/", "/analytics/v1/indicators/", "/analytics/v1/reports/", "/analys/indikatorer", "/analys/rapporter/"];

    // Who may count the unit, and so read what is counted by its ids.
    private static readonly string[] Counters = ["chef-strand", "chef-ao", "kvalitet", "analytiker"];

    // Who reviews what was opened must see what it was.
    private static readonly string[] AccessLog = ["/deviations/v1/access-log/", "/avvikelser/logg"];

    private readonly string word = $"zq{Guid.NewGuid():N}"[..12];

    [Fact]
    public async Task A_lex_Sarah_case_is_counted_and_for_who_does_not_investigate_it_is_nowhere()
    {
        using var reporter = await platform.As(Reporter);
        using var chief = await platform.As("chef-strand");
        using var investigator = await platform.As("lex");
        using var quality = await platform.As("kvalitet");
        using var analyst = await platform.As("analytiker");

        // An ordinary case on a step, with a cause and an action; and a report that counts it.
        var reported = await reporter.Post(Reports.Path, Platform.Report(Unit, $"Dosen {word} gavs inte.")).Json(HttpStatusCode.Created);
        var (id, reference) = (Id(reported), reported.GetProperty("reference").GetString()!);
        var path = $"{Reports.Path}/{id}";
        var process = Items(await chief.GetAsync("/processes/v1/processes?limit=100").Json()).First(one => one.GetProperty("name").GetString() == "Läkemedel i hemtjänsten");
        var step = Id(Items(await chief.GetAsync($"/processes/v1/processes/{Id(process)}/activities").Json()).First());
        await Done(chief, HttpMethod.Put, $"{path}/place", new { activityId = step });
        await Done(chief, HttpMethod.Post, $"{path}/assessment", new { severity = 3, probability = 3, motivation = $"Illa {word}." });
        var cause = Id(await Done(chief, HttpMethod.Post, $"{path}/causes", new { area = "competence", text = $"Ingen {word} visste." }, HttpStatusCode.Created));
        var today = DateOnly.FromDateTime(DateTime.UtcNow);
        var action = Id(await Done(chief, HttpMethod.Post, $"{path}/actions", new
        {
            causeId = cause,
            what = $"Lära {word}.",
            strength = "medium",
            plannedStart = today,
            dueAt = today.AddDays(10),
            followUp = "Varje vecka.",
            successCriterion = $"Ingen {word}.",
            effectCheckAt = today.AddDays(30),
        }, HttpStatusCode.Created));
        var report = await quality.Post("/analytics/v1/reports", new { quarter = $"{today.Year}-Q{((today.Month - 1) / 3) + 1}", unitCode = Unit }).Json(HttpStatusCode.Created);
        var known = new Known(id, reference, cause, action, step, Id(process), Id(report));
        await Platform.Eventually(
            async () =>
            {
                var told = await Told(analyst, known);
                await Task.Delay(1_000);
                return told.Exists(line => line.Contains("\"actionId\"", StringComparison.Ordinal)) && told.Count == (await Told(analyst, known)).Count;
            },
            Platform.Patience, "the log has the case and its action, and no more comes");

        // What is looked for is found where it may be seen.
        foreach (var (user, where) in new[]
        {
            ("chef-strand", "/deviations/v1/deviations/?limit=100"), ("chef-strand", $"/deviations/v1/deviations/?q={word}"), ("chef-ao", $"/avvikelser/?sok={word}"), ("mas", path), ("chef-strand", $"/avvikelser/{id}"),
            ("chef-strand", "/deviations/v1/actions/?limit=100"), ("chef-strand", $"/deviations/v1/thread-texts?type=deviation&ids={id}"), ("chef-strand", $"/analytics/v1/thread/activity/{step}"),
            ("mas", $"/analys/trad/action/{action}"), ("kvalitet", $"/deviations/v1/deviations/?unitCode={Unit}&limit=100"),
        })
        {
            Assert.Contains(where, Paths(known));
            using var reader = await platform.As(user);
            Assert.Equal(new Hit(user, where, true), await Look(reader, user, where, known));
        }
        Assert.NotNull(await Look(analyst, "analytiker", "/events/v1/export?format=csv", known));
        var log = await Told(analyst, known);
        var position = Sequence((await Export(analyst, 0))[^1]);

        // It is handed over, and worked on in the compartment.
        var (measure, task) = ($"Extra tillsyn {Guid.NewGuid():N}", $"Gå igenom rutinen {Guid.NewGuid():N}");
        await Done(chief, HttpMethod.Post, $"{path}/tracks", new { track = "lex-sarah", reason = $"Missförhållande {word}.", measures = new[] { new { what = measure, dueAt = today.AddDays(14) } } });
        foreach (var part in (await investigator.GetAsync($"{path}/investigation").Json()).GetProperty("parts").EnumerateArray().Select(part => part.GetProperty("code").GetString()))
            await Done(investigator, HttpMethod.Put, $"{path}/investigation/parts/{part}", new { text = $"Utrett {word}.", kind = "fact", source = $"Loggen {word}", title = "Utredare" });
        var asked = (await Done(investigator, HttpMethod.Post, $"{path}/causes", new { area = "competence", text = "Delegeringen hade gått ut.", competenceNeed = true }, HttpStatusCode.Created)).GetProperty("askedFor").GetProperty("taskId").GetString();
        await Done(investigator, HttpMethod.Post, $"{path}/decision", new { degree = "serious-misconduct", motivation = $"Allvarligt {word}.", title = "Utredare" });
        var given = Id(await Done(investigator, HttpMethod.Post, $"{path}/unit-tasks", new { what = task, dueAt = today.AddDays(14) }, HttpStatusCode.Created));
        await Platform.Eventually(async () => await Count("competence", $"select count(*) from competence_needs where id = '{asked}' and restricted") == 1, Platform.Patience, "Competence has been asked, and not told by which case");

        // The month is over: it is told of, drawn and alone.
        Assert.Equal(1, await Count("deviations", $"with moved as (update lex_counts set month = '{Month}-01', changed_in = '{Month}-01' where deviation_id = '{id}' returning 1) select count(*) from moved"));
        const string Lex = "/analytics/v1/indicators/lex-sarah";
        await Platform.Eventually(async () => await InMonth(analyst, $"{Lex}/series?from={Month}") == 1, 3 * Platform.Patience, "the case is counted");
        var counted = Assert.Single(Items(await analyst.GetAsync($"{Lex}/cases?month={Month}").Json()));
        Assert.NotEqual(id, Id(counted));
        Assert.False(counted.TryGetProperty("unitCode", out _) || counted.TryGetProperty("thread", out _), counted.GetRawText());
        Assert.Equal(0, await InMonth(analyst, $"{Lex}/series?from={Month}&unitCode={Unit}"));
        Assert.Equal(0, await InMonth(chief, $"{Lex}/series?from={Month}"));

        // Nothing that was told since leads to it: not by its ids, and the count says month and administration alone.
        Assert.Equal(log, await Told(analyst, known));
        var since = await Export(analyst, position);
        Assert.DoesNotContain(since, line => known.Ids.Any(line.Contains) || line.Contains(word, StringComparison.Ordinal));
        var lex = Assert.Single(since, line => line.Contains(Id(counted), StringComparison.Ordinal));
        Assert.Equal(["administration", "month", "track"], JsonSerializer.Deserialize<JsonElement>(lex).GetProperty("data").EnumerateObject().Select(member => member.Name).Order());
        Assert.Equal(since.Select(Sequence), await Streamed(analyst, position, since.Count));

        // The unit has its measure and its task, reports them as done, and is led to no case by it.
        var kept = Items(await chief.GetAsync($"/deviations/v1/unit-tasks/?unitCode={Unit}&limit=100").Json()).ToDictionary(one => one.GetProperty("what").GetString()!, Id);
        Assert.Equal(given, kept[task]);
        await Done(chief, HttpMethod.Post, $"/deviations/v1/unit-tasks/{kept[measure]}/completion", new { outcome = "Gjort." });
        foreach (var address in new[] { $"/deviations/v1/unit-tasks/{given}", $"/avvikelser/uppgifter/{given}", $"/avvikelser/uppgifter/{kept[measure]}" }) Assert.Null(await Look(chief, "chef-strand", address, known));
        Assert.DoesNotContain(since, line => kept.Values.Any(line.Contains));

        var after = await Found(known);
        Assert.All(after.Where(found => !found.IsText && found.User != "admin"), found => Assert.Contains(found.User, Counters));
        Assert.DoesNotContain(after, found => !(found.User == "admin" && AccessLog.Any(found.Path.StartsWith)) && (found.IsText || !Log.Any(found.Path.StartsWith)));
        Assert.Empty(Items(await chief.GetAsync($"/deviations/v1/deviations/?q={word}").Json()));
        foreach (var user in new[] { chief, quality, analyst })
        {
            // As of one that never was.
            await user.GetAsync(path).Problem(HttpStatusCode.NotFound, "resource.not-found");
            Assert.Equal(await Thread(user, $"{Guid.NewGuid()}"), await Thread(user, id));
        }

        // Its investigator finds it where it is.
        Assert.Contains(word, await investigator.GetStringAsync($"{path}/investigation"));
        Assert.Contains(reference, await investigator.GetStringAsync("/deviations/v1/investigations/?limit=100"));
        Assert.Equal([measure, task], Items(await investigator.GetAsync($"{path}/unit-tasks").Json()).Select(one => one.GetProperty("what").GetString()));
    }

    private sealed record Known(string Case, string Reference, string Cause, string Action, string Step, string Process, string Report)
    {
        public string[] Ids => [Case, Cause, Action];
    }

    /// <summary>That something of the case stood in an answer: its words or number, or else its id.</summary>
    private sealed record Hit(string User, string Path, bool IsText);

    /// <summary>Everything that can be read in the house, by the table that is made from the code, asked as each reader.</summary>
    private async Task<IReadOnlyList<Hit>> Found(Known known)
    {
        var paths = Paths(known);
        var found = new ConcurrentBag<Hit>();
        await Parallel.ForEachAsync(Readers, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (user, ct) =>
        {
            using var reader = await platform.As(user);
            await reader.GetAsync("/deviations/v1/room", ct).Json();
            foreach (var path in paths)
            {
                if (await Look(reader, user, path, known) is { } hit) found.Add(hit);
            }
        });
        return [.. found];
    }

    private async Task<Hit?> Look(HttpClient reader, string user, string path, Known known)
    {
        using var answer = await reader.GetAsync(path);
        // Anything but an answer or a refusal would hide what it is about.
        if ((int)answer.StatusCode is 429 or >= 500) Assert.Fail($"{user} {path}: {(int)answer.StatusCode}");
        var body = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        // What was searched for is said back; a row that was found says more.
        if (path.Split('=')[^1] is { } words && (words == word || words == known.Reference)) body = body.Replace(words, "", StringComparison.Ordinal);
        if (body.Contains(word, StringComparison.Ordinal) || body.Contains(known.Reference, StringComparison.Ordinal)) return new(user, path, true);
        return known.Ids.Any(id => !path.Contains(id, StringComparison.Ordinal) && body.Contains(id, StringComparison.Ordinal)) ? new(user, path, false) : null;
    }

    private List<string> Paths(Known known)
    {
        var table = File.ReadAllText(Path.Combine(Platform.Root, "docs", "access-table.md"));
        var paths = Route().Matches(table).Select(match => match.Groups[1].Value).Distinct().Where(route => route != "/events/v1/stream" && !Settings().IsMatch(route)).Select(route => Filled(route, known)).ToList();
        foreach (var list in paths.Where(path => path.EndsWith('/') && path.Contains("/v1/", StringComparison.Ordinal)).ToList()) paths.Add($"{list}?limit=100");
        foreach (var words in new[] { word, known.Reference })
        {
            paths.AddRange(Lists.Select(list => $"/{list}/?q={words}"));
            paths.AddRange(Rooms.Select(page => $"/{page}/?sok={words}"));
        }
        foreach (var (type, id) in new[] { ("deviation", known.Case), ("cause", known.Cause), ("action", known.Action), ("activity", known.Step), ("process", known.Process), ("unit", Unit) })
        {
            paths.AddRange([$"/analytics/v1/thread/{type}/{id}", $"/analys/trad/{type}/{id}"]);
            paths.AddRange(Platform.Services.Select(service => $"/{service}/v1/thread-texts?type={type}&ids={id}"));
        }
        paths.AddRange([$"/deviations/v1/deviations/?activityId={known.Step}", $"/deviations/v1/deviations/?unitCode={Unit}&limit=100", $"/avvikelser/?steg={known.Step}", $"/avvikelser/?enhet={Unit}"]);
        paths.AddRange([$"/processes/v1/processes/{known.Process}/heat?unitCode={Unit}", $"/analytics/v1/counts?unitCode={Unit}", $"/analytics/v1/control-charts/deviations?unitCode={Unit}", $"/analys/?enhet={Unit}", $"/analys/avvikelser?enhet={Unit}"]);
        paths.AddRange(["/events/v1/export?format=csv", "/events/v1/export?format=ndjson", $"/events/v1/events?unitCode={Unit}&limit=100", $"/analytics/v1/indicators/deviations-reported/cases?unitCode={Unit}&limit=100", "/analytics/v1/indicators/lex-sarah/cases?limit=100", $"/analytics/v1/reports/{known.Report}?format=html"]);
        paths.AddRange(["/", "/hus", "/deviations/v1/unit-tasks/?limit=100", "/avvikelser/uppgifter", "/avvikelser/notiser", "/deviations/v1/notices/?limit=100"]);
        return [.. paths.Distinct()];
    }

    private static readonly string[] Lists = ["deviations/v1/deviations", "complaints/v1/complaints", "processes/v1/documents", "competence/v1/employees"];
    private static readonly string[] Rooms = ["avvikelser", "synpunkter"];

    // Every route with what it may be asked for: the ids of what is looked for where they belong, else one that there is.
    private static string Filled(string route, Known known)
    {
        var id = route.Split('/')[1] switch
        {
            "deviations" or "avvikelser" => known.Case,
            "processes" or "processer" => known.Process,
            "analytics" or "analys" => known.Report,
            _ => known.Case,
        };
        return Parameter().Replace(route, match => match.Groups[1].Value.ToLowerInvariant() switch
        {
            "id" => id,
            "actionid" => known.Action,
            "causeid" => known.Cause,
            "track" => "lex-sarah",
            "part" => "event",
            "indicator" => "deviations-reported",
            "number" => "1",
            "code" when route.Contains("indicator", StringComparison.Ordinal) || route.Contains("indikator", StringComparison.Ordinal) => "deviations-reported",
            "code" when route.Contains("rapporter", StringComparison.Ordinal) || route.Contains("reports", StringComparison.Ordinal) => "avvikelser",
            _ => Unit,
        });
    }

    /// <summary>What the log tells of the case, its cause and its action.</summary>
    private static async Task<List<string>> Told(HttpClient analyst, Known known) => [.. (await Export(analyst, 0)).Where(line => known.Ids.Any(id => line.Contains($"\"subject\":\"{id}\"", StringComparison.Ordinal)))];

    private static async Task<List<string>> Export(HttpClient analyst, long after) => [.. (await analyst.GetStringAsync($"/events/v1/export?format=ndjson&after={after}")).Split('\n', StringSplitOptions.RemoveEmptyEntries)];

    private static long Sequence(string line) => long.Parse(JsonSerializer.Deserialize<JsonElement>(line).GetProperty("sequence").GetString()!, CultureInfo.InvariantCulture);

    private static async Task<List<long>> Streamed(HttpClient analyst, long after, int count)
    {
        using var stream = new StreamReader(await analyst.GetStreamAsync($"/events/v1/stream?after={after}"));
        var told = new List<long>();
        while (told.Count < count && await stream.ReadLineAsync().WaitAsync(Platform.Patience) is { } line)
            if (line.StartsWith("data:", StringComparison.Ordinal)) told.Add(Sequence(line[5..]));
        return told;
    }

    private static async Task<decimal> InMonth(HttpClient reader, string path) =>
        (await reader.GetAsync(path).Json()).GetProperty("points").EnumerateArray().Where(point => point.GetProperty("month").GetString() == Month).Sum(point => point.GetProperty("numerator").GetDecimal());

    private static async Task<string> Thread(HttpClient reader, string id)
    {
        using var answer = await reader.GetAsync($"/analytics/v1/thread/deviation/{id}");
        var body = (await answer.Content.ReadAsStringAsync()).Replace(id, "");
        return $"{(int)answer.StatusCode} {Trace().Replace(body, "")}";
    }

    private async Task<long> Count(string service, string sql)
    {
        await using var database = platform.Database(service);
        await using var command = database.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    // What another room tells of the same case may come in the same moment; then it is done again.
    private static async Task<JsonElement> Done(HttpClient who, HttpMethod method, string path, object body, HttpStatusCode expected = HttpStatusCode.OK)
    {
        JsonElement done = default;
        await Platform.Eventually(async () =>
        {
            using var answer = await who.SendAsync(Requests.Write(method, path, body).IfMatch("*"));
            if (answer.StatusCode is HttpStatusCode.PreconditionFailed || (method == HttpMethod.Put && answer.StatusCode is HttpStatusCode.BadRequest)) return false;
            done = await answer.Json(expected);
            return true;
        }, Platform.Patience, path);
        return done;
    }

    private static IEnumerable<JsonElement> Items(JsonElement list) => list.GetProperty("items").EnumerateArray();

    private static string Id(JsonElement thing) => thing.GetProperty("id").GetString()!;

    [GeneratedRegex("`GET (/[^`]+)`")]
    private static partial Regex Route();

    [GeneratedRegex(@"\{([A-Za-z]+)(?::[a-z]+)?\}")]
    private static partial Regex Parameter();

    // What a municipality sets: codes, rules, templates, requirements.
    [GeneratedRegex("kodlist|code-lists|ny-kod|/regler|/rules|limits|thresholds|required-parts|quality-areas|mall|report-templates|/krav|requirements|las-in|kvalitetssystem|quality-system")]
    private static partial Regex Settings();

    [GeneratedRegex(@"""(traceId|instance)"":""[^""]*"",?")]
    private static partial Regex Trace();
}
