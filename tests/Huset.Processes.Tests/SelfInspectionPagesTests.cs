using System.Text.RegularExpressions;
using static Huset.Testing.Requests;

namespace Huset.Processes.Tests;

public sealed partial class SelfInspectionPagesTests(ProcessesHost host)
{
    private const string Page = "/processer/egenkontroll";

    [Fact]
    public async Task From_start_to_done_by_the_pages()
    {
        var checklist = await host.Checklist();
        var name = checklist.GetProperty("name").GetString()!;
        var started = await Send(TestUsers.Manager, $"{Page}/ny", "starta", ("Request.UnitCode", TestUnits.Norrangen), ("Request.ChecklistId", checklist.GetProperty("id").GetString()!), ("Request.DueOn", "2090-01-01"), ("Request.OwnerId", TestUsers.Manager.Id.ToString()));
        Assert.Equal(HttpStatusCode.Found, started.StatusCode);
        var id = Guid.Parse(Ids().Match(started.Headers.Location!.ToString()).Value);
        Assert.Contains(name, await Read(TestUsers.Manager, Page));
        Assert.Contains("Är skåpet låst?", await Read(TestUsers.Manager, $"{Page}/{id}/svara"));

        // What is missing is told, and what was typed stays.
        var missing = await (await Send(TestUsers.Manager, $"{Page}/{id}/svara", "svara", ("Version", "1"), ("Efter", "klar"), ("Request.Value-0", "yes"), ("Request.Comment-1", "Skåpet stod öppet"))).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("Fråga 2 har inget svar", WebUtility.HtmlDecode(missing));
        Assert.Contains("Skåpet stod öppet", WebUtility.HtmlDecode(missing));
        var wrong = await (await Send(TestUsers.Manager, $"{Page}/{id}/svara", "svara", ("Version", "1"), ("Efter", "spara"), ("Request.LookedAt-0", "3"), ("Request.Right-0", "4"), ("Request.EvidenceLink-1", "javascript:alert(1)"))).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("antalet rätt kan inte vara större", WebUtility.HtmlDecode(wrong));
        Assert.Contains("skriv hela webbadressen", WebUtility.HtmlDecode(wrong));

        Assert.Equal(HttpStatusCode.Found, (await Send(TestUsers.Manager, $"{Page}/{id}/svara", "svara", ("Version", "1"), ("Efter", "spara"), ("Request.Value-0", "yes"), ("Request.LookedAt-0", "15"), ("Request.Right-0", "12"))).StatusCode);
        var stale = await (await Send(TestUsers.Manager, $"{Page}/{id}/svara", "svara", ("Version", "1"), ("Efter", "spara"), ("Request.Value-0", "no"), ("Request.Comment-0", "Mitt svar"))).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("Någon annan har ändrat", WebUtility.HtmlDecode(stale));
        Assert.Contains("Mitt svar", WebUtility.HtmlDecode(stale));

        Assert.Equal(HttpStatusCode.Found, (await Send(TestUsers.Manager, $"{Page}/{id}/svara", "svara", ("Version", "2"), ("Efter", "klar"), ("Request.Value-0", "yes"), ("Request.LookedAt-0", "15"), ("Request.Right-0", "12"), ("Request.Value-1", "no"), ("Request.Value-2", "not-applicable"))).StatusCode);
        var done = await Read(TestUsers.Colleague, $"{Page}/{id}");
        Assert.Contains("12 av 15 rätt", done);
        Assert.Contains("1 ja, 1 nej, 1 ej aktuellt", done);
    }

    private async Task<string> Read(TestUser user, string address) => WebUtility.HtmlDecode(await host.As(user).GetStringAsync(address, TestContext.Current.CancellationToken));

    private Task<HttpResponseMessage> Send(TestUser user, string address, string form, params (string, string)[] fields) => host.As(user).SendAsync(Form(address, form, fields));

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f-]{27}")]
    private static partial Regex Ids();
}
