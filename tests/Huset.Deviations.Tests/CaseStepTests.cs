using Huset.Deviations.Contracts;
using Huset.Events;

namespace Huset.Deviations.Tests;

/// <summary>Every step of a case is told between services, of restricted ones too, and never what was written.</summary>
public sealed class CaseStepTests(DeviationsHost host)
{
    private const string Cases = "/deviations/v1/deviations";
    private static readonly string Today = $"{Arrange.Today:yyyy-MM-dd}";

    [Fact]
    public async Task Each_step_of_an_investigation_is_an_event_of_the_service_without_words()
    {
        var (id, word) = (await host.Reported(TestUsers.Employee), $"zq{Guid.NewGuid():N}");
        await host.HandOver(id);
        await host.HandOver(id, TrackKind.LexMaria);
        await host.Work(id, deviation => deviation.WriteAll("event"));
        var (path, lex, mas) = ($"{Cases}/{id}", host.As(TestUsers.LexInvestigator), host.As(TestUsers.Mas));
        await Put(lex, $"{path}/investigation/parts/event", new { text = $"Utrett {word}.", kind = "fact", source = $"Loggen {word}", title = "Utredare" }).Json();
        await lex.Post($"{path}/decision", new { degree = "serious-misconduct", motivation = $"Allvarligt {word}.", title = "Utredare" }).Json();
        await Put(lex, $"{path}/ivo-notification", new { sentOn = Today, registryNumber = $"SN {word}" }).Json();
        await lex.Post($"{path}/informed", new { party = "board", on = Today, note = $"Vid mötet {word}." }).Json();
        await Put(mas, $"{path}/patient-points/measures", new { party = "individual", on = Today, inJournal = true }).Json();

        var told = (await host.Published<CaseStepTaken>()).Where(step => step.DeviationId == id).ToList();
        Assert.Equal(
            [("part-written", "event", "lex-sarah"), ("lex-decided", null, "lex-sarah"), ("ivo-notified", null, "lex-sarah"), ("informed", "board", "lex-sarah"), ("patient-told", "measures", "lex-maria")],
            told.TakeLast(5).Select(step => (step.Step, step.Of, step.Track)));
        Assert.All(told, step => Assert.Equal((Visibility.Internal, "norrangen", 0), (step.Visibility, step.UnitCode, step.Links.Count)));
        Assert.Equal(told.TakeLast(5).Select(step => step.SubjectVersion), told.TakeLast(5).Select(step => step.SubjectVersion).Distinct().Order());
        Assert.Equal(0L, await host.Scalar<long>("select count(*) from outbox where body::text like '%' || $1 || '%'", word));
    }

    [Fact]
    public async Task A_duty_to_an_authority_is_told_of_when_it_is_decided_and_when_it_is_done()
    {
        var id = await host.Reported(TestUsers.Employee, ("kind", "work-environment"));
        var (path, manager) = ($"{Cases}/{id}/duties", host.As(TestUsers.Manager));
        await Put(manager, path, new { knownAt = Arrange.Now.AddHours(-1), nature = "injury" }).Json();
        await Put(manager, $"{path}/work-authority", new { required = true, motivation = "Bröt handleden." }).Json();
        await Put(manager, $"{path}/work-authority", new { required = true, motivation = "Bröt handleden.", doneAt = Arrange.Now.AddMinutes(-1) }).Json();
        var told = (await host.Published<CaseStepTaken>()).Where(step => step.DeviationId == id).Select(step => (step.Step, step.Of));
        Assert.Equal([("duties-begun", null), ("duty-decided", "work-authority"), ("duty-done", "work-authority")], told);
    }

    private static Task<HttpResponseMessage> Put(HttpClient client, string path, object body) => client.SendAsync(Requests.Matched(Requests.Put(path, body)));
}
