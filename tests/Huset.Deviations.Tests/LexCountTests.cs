using System.Net.Http.Json;
using System.Text.Json;
using Huset.Deviations.Contracts;
using Microsoft.Extensions.DependencyInjection;

namespace Huset.Deviations.Tests;

/// <summary>What the analysts' log is told of lex Sarah cases.</summary>
public sealed class LexCountTests(DeviationsHost host)
{
    private const string Path = "/deviations/v1/deviations";

    [Fact]
    public async Task Nothing_is_told_before_the_month_is_over_and_then_month_and_administration_alone()
    {
        var id = await HandedOver();
        var subject = await Subject(id);
        await Tell(Arrange.Now);
        Assert.Empty(await Told(subject));

        await Tell(NextMonth);
        var body = Assert.Single(await Told(subject));
        Assert.Equal(["administration", "at", "month", "subject", "subjectVersion", "track", "visibility"], body.EnumerateObject().Select(member => member.Name).Order());
        Assert.Equal(($"{Arrange.Today:yyyy-MM}", TestUnits.Department, 1, "analyst"),
            (body.GetProperty("month").GetString(), body.GetProperty("administration").GetString(), body.GetProperty("subjectVersion").GetInt32(), body.GetProperty("visibility").GetString()));
        // Midnight in Sweden, the first of the next month: the same for every case of the month.
        Assert.Equal(LexCount.MonthOf(NextMonth), Huset.ServiceDefaults.SwedishTime.Day(body.GetProperty("at").GetDateTimeOffset()));
        Assert.Equal(0, body.GetProperty("at").GetDateTimeOffset().ToOffset(Huset.ServiceDefaults.SwedishTime.Local(NextMonth).Offset).Hour);

        Assert.NotEqual(id.ToString(), subject);
        Assert.Equal('4', subject[14]); // drawn, and so without a time in it
        await Tell(NextMonth);
        Assert.Single(await Told(subject));
    }

    [Fact]
    public async Task Nothing_else_that_leads_to_the_case_is_told_of_what_is_done_there()
    {
        var id = await HandedOver();
        await host.Work(id, deviation => deviation.WriteAll());
        await host.As(TestUsers.LexInvestigator).Post($"{Path}/{id}/decision", new { degree = "serious-misconduct", motivation = "Hemligt ord.", title = "Utredare" }).Json();
        await Tell(NextMonth);
        Assert.Equal(0L, await host.Scalar<long>("select count(*) from outbox where body->>'visibility' = 'analyst' and body::text like '%' || $1 || '%' and type not like '%DeviationReported%'", $"{id}"));
        Assert.Equal(0L, await host.Scalar<long>("select count(*) from outbox where body::text like '%Hemligt ord%' or body::text like '%Text om%'"));
    }

    [Fact]
    public async Task Returned_in_the_same_month_it_is_never_told_of_and_later_it_is_taken_back()
    {
        var (early, late) = (await HandedOver(), await HandedOver());
        var (never, counted) = (await Subject(early), await Subject(late));
        await Return(early);
        await Tell(NextMonth);
        Assert.Empty(await Told(never));
        Assert.Single(await Told(counted));

        await Return(late);
        await Tell(NextMonth);
        var taken = (await Told(counted))[1];
        Assert.Equal((JsonValueKind.Null, JsonValueKind.Null, 2), (taken.GetProperty("month").ValueKind, taken.GetProperty("administration").ValueKind, taken.GetProperty("subjectVersion").GetInt32()));
    }

    [Fact]
    public async Task Those_of_a_month_come_in_the_order_of_their_drawn_ids_and_two_tellers_tell_each_once()
    {
        var subjects = new List<string>();
        for (var number = 0; number < 6; number++) subjects.Add(await Subject(await HandedOver()));
        await Task.WhenAll(Tell(NextMonth), Tell(NextMonth));
        var told = (await host.Published<LexCaseCounted>()).Select(counted => counted.Subject).Where(subjects.Contains).ToList();
        Assert.Equal(subjects.Order(StringComparer.Ordinal), told);
    }

    [Fact]
    public async Task A_case_in_both_tracks_is_told_of_once_for_each_and_neither_leads_to_the_other()
    {
        var id = await HandedOver();
        await Send($"{Path}/{id}/tracks", new { track = "lex-maria", reason = "Vårdskada." }, TestUsers.LexInvestigator);
        var (sarah, maria) = (await Subject(id), await Subject(id, "lex-maria"));
        await Tell(NextMonth);
        Assert.Equal(("lex-sarah", "lex-maria"), (Assert.Single(await Told(sarah)).GetProperty("track").GetString(), Assert.Single(await Told(maria)).GetProperty("track").GetString()));
        Assert.NotEqual(sarah, maria);

        await Send($"{Path}/{id}/tracks/lex-maria/return", new { reason = "Ingen vårdskada." }, TestUsers.Mas);
        await Tell(NextMonth);
        Assert.Equal((1, 2), ((await Told(sarah)).Count, (await Told(maria)).Count));
    }

    private static DateTimeOffset NextMonth => Arrange.Now.AddMonths(1);

    private async Task<Guid> HandedOver()
    {
        var id = await host.Reported(TestUsers.Employee);
        await Send($"{Path}/{id}/tracks", new { track = "lex-sarah", reason = "Ska utredas." }, TestUsers.Manager);
        return id;
    }

    private Task Return(Guid id) => Send($"{Path}/{id}/tracks/lex-sarah/return", new { reason = "Hör inte hit." }, TestUsers.LexInvestigator);

    private async Task Send(string path, object body, TestUser user)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        request.Headers.TryAddWithoutValidation("If-Match", "*");
        await host.As(user).SendAsync(request).Json();
    }

    private Task<string> Subject(Guid id, string track = "lex-sarah") => host.Scalar<string>("select id::text from lex_counts where deviation_id = $1 and track = $2", id, track);

    private Task<int> Tell(DateTimeOffset now) => host.Factory.Services.GetRequiredService<TellLexCounts>().Tell(now, TestContext.Current.CancellationToken);

    private async Task<List<JsonElement>> Told(string subject) =>
        [.. JsonSerializer.Deserialize<JsonElement>(await host.Scalar<string>("select coalesce(json_agg(body order by seq), '[]')::text from outbox where type like '%LexCaseCounted,%' and body->>'subject' = $1", subject)).EnumerateArray()];
}
