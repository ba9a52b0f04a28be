using System.Text;
using System.Text.Json;

namespace Huset.Analytics.Tests;

/// <summary>Volumes as files: all or nothing, each value with its versions.</summary>
public sealed class VolumesTests(AnalyticsHost host)
{
    private const string Path = "/analytics/v1/volumes", Imports = $"{Path}/imports";

    [Fact]
    public async Task A_file_is_taken_in_once_and_another_value_is_a_new_version()
    {
        const string File = "unitCode;month;kind;value\nhasselvagen;2025-01;care-days;186\nhasselvagen;2025-02;care-days;168,5\n";
        var tried = await Send(TestUsers.Analyst, File, "?dryRun=true").Json();
        Assert.Equal((2, 0, 0), Counts(tried));
        Assert.Empty(await Rows("unitCode=hasselvagen&month=2025-01"));
        Assert.Equal((2, 0, 0), Counts(await Send(TestUsers.Analyst, File).Json()));
        Assert.Equal((0, 0, 2), Counts(await Send(TestUsers.Analyst, File).Json()));
        // As JSON the same.
        var changed = await host.As(TestUsers.Integration).Post(Imports, new { volumes = new[] { new { unitCode = "hasselvagen", month = "2025-01", kind = "care-days", value = 180m } } }).Json();
        Assert.Equal((0, 1, 0), Counts(changed));
        Assert.Equal([(180m, 2)], (await Rows("unitCode=hasselvagen&month=2025-01")).Select(Value));
        Assert.Equal([(180m, 2), (186m, 1)], (await Rows("unitCode=hasselvagen&month=2025-01&history=true")).Select(Value));
        Assert.Equal([(168.5m, 1)], (await Rows("unitCode=hasselvagen&month=2025-02&kind=care-days")).Select(Value));
    }

    [Fact]
    public async Task Every_row_that_is_wrong_is_told_at_once_and_nothing_is_taken_in()
    {
        const string File = "unitCode;month;kind;value\nsolgarden;2024-03;care-days;900\nnowhere;2024-03;care-days;1\nsolgarden;2024-13;care-days;1\nsolgarden;2099-01;care-days;1\nsolgarden;2024-03;beds;1\nsolgarden;2024-03;hours;-1\nsolgarden;2024-03;hours;1.234\nsolgarden;2024-03;care-days;901\n";
        var problem = await Send(TestUsers.Analyst, File).Problem(HttpStatusCode.BadRequest, "volumes.import-refused");
        Assert.Equal(
            [(3, "volume.unit-unknown"), (4, "volume.month-invalid"), (5, "volume.month-invalid"), (6, "volume.kind-unknown"), (7, "volume.value-invalid"), (8, "volume.value-invalid"), (9, "volume.twice")],
            problem.GetProperty("refused").EnumerateArray().Select(row => (row.GetProperty("row").GetInt32(), row.GetProperty("code").GetString()!)));
        Assert.Empty(await Rows("unitCode=solgarden&month=2024-03"));
        await Send(TestUsers.Analyst, "unitCode;month;value\nsolgarden;2024-03;1\n").NamesField("kind");
        await Send(TestUsers.Analyst, "{\"volumes\":null}", type: "application/json").NamesField("volumes");
        await Send(TestUsers.Analyst, "{\"volumes\":[{\"colour\":1}]}", type: "application/json").Problem(HttpStatusCode.BadRequest, "request.invalid");
    }

    [Fact]
    public async Task Who_may_not_is_refused_and_a_manager_sees_the_own_units_volumes_only()
    {
        await Send(TestUsers.Analyst, "unitCode;month;kind;value\nkullen;2023-06;hours;900\nsolgarden;2023-06;care-days;1800\n").Json();
        Assert.Equal(["kullen"], (await Rows("month=2023-06", TestUsers.Manager)).Select(row => row.GetProperty("unitCode").GetString()));
        Assert.Equal(["kullen", "solgarden"], (await Rows("month=2023-06")).Select(row => row.GetProperty("unitCode").GetString()).Order());
        await host.As(TestUsers.Analyst).GetAsync($"{Path}/?month=june").NamesField("month");
        foreach (var (user, status, code) in new (TestUser?, HttpStatusCode, string)[] { (TestUsers.Employee, HttpStatusCode.Forbidden, "user.not-allowed"), (null, HttpStatusCode.Unauthorized, "user.not-signed-in") })
        {
            await host.As(user).GetAsync($"{Path}/").Problem(status, code);
            await host.As(user).GetAsync("/analys/volymer").Problem(status, code);
            await Send(user, "unitCode;month;kind;value\n").Problem(status, code);
        }
        await Send(TestUsers.Manager, "unitCode;month;kind;value\n").Problem(HttpStatusCode.Forbidden, "user.not-allowed");
    }

    [Fact]
    public async Task The_page_tries_the_file_keeps_it_and_takes_it_in_when_told_to()
    {
        var client = host.As(TestUsers.QualityDeveloper);
        Assert.Contains("service-users (brukare)", WebUtility.HtmlDecode(await client.GetStringAsync("/analys/volymer")));
        const string Wrong = "unitCode;month;kind;value\nkullen;2022-01;hours;många\n";
        var refused = await Form(client, Wrong);
        Assert.Contains("Skriv ett tal, 0 eller mer", refused);
        Assert.Contains("många", refused);
        const string Right = "unitCode;month;kind;value\nkullen;2022-01;hours;950\n";
        var tried = await Form(client, Right);
        Assert.Contains("Filen går att läsa in", tried);
        var mark = tried[(tried.IndexOf("name=\"Tried\" value=\"", StringComparison.Ordinal) + 20)..][..32];
        var answer = await client.PostAsync("/analys/volymer", new FormUrlEncodedContent([new("_handler", "fil"), new("Text", Right), new("Tried", mark)]));
        Assert.Equal((HttpStatusCode.Found, "volymer?klart=1"), (answer.StatusCode, answer.Headers.Location!.ToString().Split('/')[^1]));
        Assert.Equal([(950m, 1)], (await Rows("unitCode=kullen&month=2022-01")).Select(Value));
    }

    private static async Task<string> Form(HttpClient client, string text) =>
        WebUtility.HtmlDecode(await (await client.PostAsync("/analys/volymer", new FormUrlEncodedContent([new("_handler", "fil"), new("Text", text)]))).Content.ReadAsStringAsync());

    private Task<HttpResponseMessage> Send(TestUser? user, string file, string query = "", string type = "text/csv") => host.As(user).PostAsync($"{Imports}{query}", new StringContent(file, Encoding.UTF8, type));

    private async Task<List<JsonElement>> Rows(string query, TestUser? user = null) => [.. (await host.As(user ?? TestUsers.Analyst).GetAsync($"{Path}/?limit=100&{query}").Json()).GetProperty("items").EnumerateArray()];

    private static (decimal, int) Value(JsonElement row) => (row.GetProperty("value").GetDecimal(), row.GetProperty("version").GetInt32());

    private static (int, int, int) Counts(JsonElement result) => (result.GetProperty("created").GetInt32(), result.GetProperty("changed").GetInt32(), result.GetProperty("unchanged").GetInt32());
}
