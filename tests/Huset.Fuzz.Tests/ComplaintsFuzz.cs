using System.Net;
using Huset.Complaints;

namespace Huset.Fuzz.Tests;

public sealed partial class FuzzTests
{
    [Fact]
    public async Task Complaints_bears_whatever_comes()
    {
        const string Api = "/complaints/v1", Complaints = $"{Api}/complaints", Pages = "/synpunkter";
        await using var host = new FuzzHost<ComplaintsDb>("complaints");
        await host.InitializeAsync();
        using var registrar = host.As(TestUsers.Registrar);
        async Task<List<string>> Said(int count, bool closed = false)
        {
            var ids = new List<string>();
            for (var number = 0; number < count; number++)
            {
                var said = new { text = "Maten är kall.", kind = "complaint", channel = "phone", unitCode = TestUnits.Norrangen, fixedHow = closed ? "Den värmdes." : null };
                ids.Add((await registrar.Post(Complaints, said).Json(HttpStatusCode.Created)).GetProperty("id").GetString()!);
            }
            return ids;
        }
        using var anyone = host.As(null);
        var code = (await anyone.Post($"{Api}/public/complaints", new { kind = "idea", text = "Bänkar på gården.", wantsAnswer = true }).Json(HttpStatusCode.Created)).GetProperty("code").GetString()!;
        var rules = (await registrar.GetAsync($"{Api}/rules").Json()).GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()).ToList();
        using var administrator = host.As(TestUsers.Administrator);
        // The log is sealed each second, and only what is sealed can be signed.
        await FuzzHost<ComplaintsDb>.Eventually(() => administrator.Post($"{Api}/access-log/reviews", new { from = "2026-01-01", to = "2026-02-01", lookedAt = "Ett stickprov.", finding = "none" }).Result.IsSuccessStatusCode);
        // What ends a complaint, or is done once, has some of its own; the versions are those that they then have.
        var arranged = new List<(string, string[])>
        {
            ($"{Api}/code-lists/{{name}}", [$"{Api}/code-lists/categories"]),
            ($"{Api}/code-lists/{{name}}/{{code}}", [$"{Api}/code-lists/categories/mat"]),
            ($"{Pages}/kodlistor/{{List}}/{{Code}}", [$"{Pages}/kodlistor/categories/mat"]),
            ($"{Pages}/ny-kod/{{List}}", [$"{Pages}/ny-kod/senders"]),
            ($"{Pages}/regler/{{Id}}", [.. rules.Select(id => $"{Pages}/regler/{id}")]),
        };
        Dictionary<string, Given> exact = new()
        {
            [$"POST {Api}/rules"] = Exactly(null, ("measure", ["answer-working-days"]), ("value", ["8"]), ("validFrom", Later)),
            [$"POST {Api}/public/dialogue"] = Exactly(null, ("code", [code])),
            [$"POST {Api}/public/dialogue/messages"] = Exactly(null, ("code", [code])),
            [$"POST {Pages}/svar"] = Exactly(null, ("Request.Code", [code])),
            [$"POST {Pages}/registrera"] = Exactly(null, ("Request.Category", ["mat"]), ("Request.Sender", ["enskild"])),
            [$"PUT {Complaints}/{{id}}/owner"] = Exactly(TestUsers.Registrar, ("ownerId", [$"{TestUsers.Registrar.Id}"])),
            [$"POST {Pages}/{{Id}}/ansvarig"] = Exactly(TestUsers.Registrar, ("Request.OwnerId", [$"{TestUsers.Registrar.Id}"])),
            [$"POST {Pages}/{{Id}}/placera"] = Exactly(TestUsers.Registrar, ("Request.Category", ["mat"])),
            [$"POST {Pages}/{{Id}}/oppna"] = Exactly(TestUsers.Registrar, ("Version", ["3"])),
        };
        foreach (var (work, page) in new[] { ("placement", "placera"), ("owner", "ansvarig"), ("answer", "svara"), ("fix", "atgardat"), ("escalation", "avvikelse"), ("idea", "ide"), ("closure", "avsluta"), ("reopening", "oppna") })
        {
            arranged.Add(($"{Complaints}/{{id}}/{work}", [.. (await Said(16, work == "reopening")).Select(id => $"{Complaints}/{id}/{work}")]));
            arranged.Add(($"{Pages}/{{Id}}/{page}", [.. (await Said(16, work == "reopening")).Select(id => $"{Pages}/{id}/{page}")]));
            foreach (var name in new[] { $"{(work is "placement" or "owner" ? "PUT" : "POST")} {Complaints}/{{id}}/{work}", $"GET {Pages}/{{Id}}/{page}", $"POST {Pages}/{{Id}}/{page}" }) exact.TryAdd(name, Exactly(TestUsers.Registrar));
        }
        await Fuzz(host, "complaints", exact, [.. arranged]);
    }
}
