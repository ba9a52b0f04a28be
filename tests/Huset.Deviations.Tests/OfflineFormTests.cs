using Huset.ServiceDefaults.Http;

namespace Huset.Deviations.Tests;

/// <summary>What the server gives a browser that is to manage without it, and takes from one that did.</summary>
public sealed class OfflineFormTests(DeviationsHost host)
{
    [Fact]
    public async Task The_form_that_browsers_keep_is_the_same_for_everyone_and_tells_of_nobody()
    {
        var employee = await Answers.Html(host.As(TestUsers.Employee).GetAsync("/avvikelser/ny?skal=1"));
        var manager = await Answers.Html(host.As(TestUsers.Manager).GetAsync("/avvikelser/ny?skal=1"));
        // The form's own key is another each time, and the script makes a new one for each report.
        Assert.Equal(WithoutKey(employee), WithoutKey(manager));
        foreach (var told in new[] { "Testsson", "Logga ut", "class=\"enter\"", OwnForm.Of($"{TestUsers.Employee.Id}"), "selected" }) Assert.DoesNotContain(told, employee);
        Assert.Contains("Beskriv med egna ord", employee);
        Assert.Contains("value=\"norrangen\"", employee);
        Assert.Contains("data-huset-shell", employee);
    }

    [Fact]
    public async Task A_form_that_somebody_else_wrote_in_the_same_browser_is_refused_and_nothing_is_stored()
    {
        var words = $"Skrivet av Anna {Guid.NewGuid()}.";
        using var colleague = host.As(TestUsers.Colleague);
        using var writer = host.As(TestUsers.Employee);
        (string, string)[] form = [("_user", OwnForm.Of($"{TestUsers.Employee.Id}")), ("Request.UnitCode", TestUnits.Norrangen), ("Request.Kind", "Other"), ("Request.Harm", "None"), ("Request.OccurredAt", "2026-11-01T07:30"), ("Request.Description", words)];
        await colleague.Form("/avvikelser/ny", "rapport", form).Problem(HttpStatusCode.Conflict, "form.other-user");
        Assert.Equal(0L, await host.Scalar<long>("select count(*) from deviations where description = $1", words));
        using var sent = await writer.Form("/avvikelser/ny", "rapport", form);
        Assert.Equal(HttpStatusCode.Found, sent.StatusCode);
    }

    [Fact]
    public async Task A_report_that_is_sent_again_because_its_answer_was_lost_is_one_and_its_page_says_which_form_it_was()
    {
        var (words, key) = ($"Skickad två gånger {Guid.NewGuid()}.", Guid.NewGuid());
        using var writer = host.As(TestUsers.Employee);
        (string, string)[] form = [("_key", $"{key}"), ("_user", OwnForm.Of($"{TestUsers.Employee.Id}")), ("Request.UnitCode", TestUnits.Norrangen), ("Request.Kind", "Other"), ("Request.Harm", "None"), ("Request.OccurredAt", "2026-11-01T07:30"), ("Request.Description", words)];
        // The browser sends it with the page's own address, the script with the key alone.
        using var first = await writer.Form($"/avvikelser/ny?k={key}", "rapport", form);
        using var again = await writer.Form($"/avvikelser/ny?k={key}", "rapport", form);
        using var later = await writer.Form($"/avvikelser/ny?k={key}", "rapport", [.. form, ("Request.ImmediateAction", "")]);
        foreach (var answer in new[] { first, again, later }) Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        Assert.Equal(1L, await host.Scalar<long>("select count(*) from deviations where description = $1", words));
        foreach (var answer in new[] { first, later }) Assert.Contains($"data-offline-sent=\"{key}\"", await Answers.Html(writer.GetAsync(answer.Headers.Location)));
        Assert.Contains($"data-offline-sent=\"{key}\"", await Answers.Html(writer.GetAsync($"/avvikelser/ny?k={key}")));
    }

    [Fact]
    public async Task The_server_says_who_is_signed_in_and_gives_the_worker_beside_the_pages()
    {
        Assert.Equal(OwnForm.Of($"{TestUsers.Employee.Id}"), await host.As(TestUsers.Employee).GetStringAsync("/avvikelser/vem"));
        await host.As(null).GetAsync("/avvikelser/vem").Problem(HttpStatusCode.Unauthorized, "user.not-signed-in");
        using var worker = await host.As(null).GetAsync("/avvikelser/natlos.js");
        Assert.Equal("text/javascript", worker.Content.Headers.ContentType?.MediaType);
    }

    private static string WithoutKey(string page) => System.Text.RegularExpressions.Regex.Replace(page, "name=\"_key\" value=\"[^\"]+\"", "");
}
