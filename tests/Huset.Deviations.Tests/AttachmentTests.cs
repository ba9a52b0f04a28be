using System.Net.Http.Headers;
using System.Text;

namespace Huset.Deviations.Tests;

public sealed class AttachmentTests(DeviationsHost host)
{
    private const string Api = "/deviations/v1/deviations";

    internal static MultipartFormDataContent Files(string field, params (string Name, byte[] Content)[] files)
    {
        var form = new MultipartFormDataContent();
        foreach (var (name, content) in files)
        {
            var part = new ByteArrayContent(content);
            // What the sender says of it is not believed.
            part.Headers.ContentType = new("text/html");
            part.Headers.ContentDisposition = new("form-data") { Name = field, FileName = name, FileNameStar = name };
            form.Add(part);
        }
        return form;
    }

    [Fact]
    public async Task A_picture_comes_back_without_its_place_as_a_file_to_save_and_each_step_is_logged()
    {
        var id = await host.Reported(TestUsers.Employee);
        using var reporter = host.As(TestUsers.Employee);
        var attached = await reporter.PostAsync($"{Api}/{id}/attachments", Files("file", ("hallen.html", PicturesTests.Jpeg()))).Json(HttpStatusCode.Created);
        Assert.Equal("hallen.html.jpg", attached.GetProperty("name").GetString());
        Assert.True(attached.GetProperty("byReporter").GetBoolean());

        using var manager = host.As(TestUsers.Manager);
        var listed = (await manager.GetAsync($"{Api}/{id}/attachments").Json()).GetProperty("attachments")[0];
        Assert.Equal(attached.GetProperty("id").GetString(), listed.GetProperty("id").GetString());
        using var answer = await manager.GetAsync($"{Api}/{id}/attachments/{listed.GetProperty("id").GetString()}");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("image/jpeg", answer.Content.Headers.ContentType!.ToString());
        Assert.Equal("attachment", answer.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("sandbox; default-src 'none'", answer.Headers.GetValues("Content-Security-Policy").Single());
        Assert.True(answer.Headers.CacheControl!.NoStore);
        var content = await answer.Content.ReadAsByteArrayAsync();
        Assert.Equal(listed.GetProperty("size").GetInt32(), content.Length);
        Assert.DoesNotContain("59.3293N", Encoding.Latin1.GetString(content));
        Assert.Equal(1L, await host.Scalar<long>("select count(*) from access_log where $1 = any(subject_ids) and user_id = $2 and action = 'change'", $"{id}", $"{TestUsers.Employee.Id}"));
        Assert.Equal(1L, await host.Scalar<long>("select count(*) from access_log where $1 = any(subject_ids) and user_id = $2 and action = 'export'", $"{id}", $"{TestUsers.Manager.Id}"));
        // No event has heard of it.
        Assert.Equal(0L, await host.Scalar<long>("select count(*) from outbox where body::text like '%hallen%'"));
    }

    [Fact]
    public async Task A_large_pdf_comes_back_as_it_was_and_one_over_the_limit_is_refused_with_a_code()
    {
        var id = await host.Reported(TestUsers.Employee);
        using var reporter = host.As(TestUsers.Employee);
        byte[] Pdf(int size) => [.. PicturesTests.Pdf(), .. new byte[size - PicturesTests.Pdf().Length - 5], .. "%%EOF"u8];
        var sent = Pdf(9_999_999);
        new Random(1).NextBytes(sent.AsSpan(1000, 9_000_000));
        var attached = await reporter.PostAsync($"{Api}/{id}/attachments", Files("file", ("stor.pdf", sent))).Json(HttpStatusCode.Created);
        Assert.Equal(sent, await reporter.GetByteArrayAsync($"{Api}/{id}/attachments/{attached.GetProperty("id").GetString()}"));
        await reporter.PostAsync($"{Api}/{id}/attachments", Files("file", ("större.pdf", Pdf(10_000_001)))).Problem(HttpStatusCode.BadRequest, "attachment.too-large");
    }

    [Fact]
    public async Task What_cannot_be_taken_is_refused_with_a_code_and_leaves_nothing()
    {
        var id = await host.Reported(TestUsers.Employee);
        using var reporter = host.As(TestUsers.Employee);
        await reporter.PostAsync($"{Api}/{id}/attachments", Files("file", ("tom.png", []))).Problem(HttpStatusCode.BadRequest, "attachment.empty");
        await reporter.PostAsync($"{Api}/{id}/attachments", Files("file", ("bild.png", "<html>"u8.ToArray()))).Problem(HttpStatusCode.BadRequest, "attachment.type-not-taken");
        await reporter.PostAsync($"{Api}/{id}/attachments", Files("file", ("bild.png", PicturesTests.Png()[..40]))).Problem(HttpStatusCode.BadRequest, "attachment.damaged");
        await reporter.PostAsync($"{Api}/{id}/attachments", Files("bild", ("bild.png", PicturesTests.Png()))).Problem(HttpStatusCode.BadRequest, "request.invalid");
        await reporter.PostAsync($"{Api}/{id}/attachments", new StringContent("{}", Encoding.UTF8, "application/json")).Problem(HttpStatusCode.UnsupportedMediaType, "request.media-type-not-understood");
        foreach (var broken in new[] { "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a", "--y\r\n", "", "--x\r\n" + new string('a', 20_000) + ": b\r\n\r\n--x--" })
        {
            using var body = new StringContent(broken);
            body.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=x");
            using var answer = await reporter.PostAsync($"{Api}/{id}/attachments", body);
            Assert.InRange((int)answer.StatusCode, 400, 499);
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        }
        Assert.Equal(0L, await host.Scalar<long>("select count(*) from attachments where deviation_id = $1", id));
        Assert.Equal(1, (await reporter.GetAsync($"{Api}/{id}").Json()).GetProperty("version").GetInt32());
    }

    [Fact]
    public async Task A_case_takes_no_more_than_the_limit_says()
    {
        var id = await host.Reported(TestUsers.Employee);
        using var manager = host.As(TestUsers.Manager);
        await host.Scalar<long>("with made as (insert into attachments (id, deviation_id, name, media_type, size, stripped, added_by_id, added_by_name, added_at) select gen_random_uuid(), $1, 'x.png', 'image/png', 1, true, 'x', 'X', now() from generate_series(1, 19) returning 1) select count(*) from made", id);
        await manager.PostAsync($"{Api}/{id}/attachments", Files("file", ("tjugonde.png", PicturesTests.Png()))).Json(HttpStatusCode.Created);
        await manager.PostAsync($"{Api}/{id}/attachments", Files("file", ("tjugoförsta.png", PicturesTests.Png()))).Problem(HttpStatusCode.Conflict, "attachment.too-many");
    }

    [Fact]
    public async Task A_removed_attachment_is_gone_and_the_history_says_why()
    {
        var id = await host.Reported(TestUsers.Employee);
        using var manager = host.As(TestUsers.Manager);
        var file = (await manager.PostAsync($"{Api}/{id}/attachments", Files("file", ("fel person.png", PicturesTests.Png()))).Json(HttpStatusCode.Created)).GetProperty("id").GetGuid();
        await manager.SendAsync(Requests.Write(HttpMethod.Delete, $"{Api}/{id}/attachments/{file}", new { })).Problem(HttpStatusCode.BadRequest, "request.invalid");
        await manager.SendAsync(Requests.Write(HttpMethod.Delete, $"{Api}/{id}/attachments/{file}", new { reason = "Visar en annan." }, 1)).Problem(HttpStatusCode.PreconditionFailed, "resource.stale");
        using var answer = await manager.SendAsync(Requests.Write(HttpMethod.Delete, $"{Api}/{id}/attachments/{file}", new { reason = "Visar en annan." }));
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await manager.GetAsync($"{Api}/{id}/attachments/{file}")).StatusCode);
        Assert.Equal(0, (await manager.GetAsync($"{Api}/{id}/attachments").Json()).GetProperty("attachments").GetArrayLength());
        Assert.Equal("", await host.Scalar<string>("select name from attachments where id = $1", file));
        Assert.Equal(0L, await host.Scalar<long>("select count(*) from attachment_contents where attachment_id = $1", file));
        var history = (await manager.GetAsync($"{Api}/{id}").Json()).GetProperty("history").EnumerateArray().ToList();
        Assert.Equal(["file-attached", "file-removed"], history.Select(change => change.GetProperty("kind").GetString()));
        Assert.Equal("Visar en annan.", history[1].GetProperty("reason").GetString());
    }

    [Fact]
    public async Task The_reporter_of_a_case_in_lex_sarah_keeps_what_was_attached_before_and_meets_nothing_after()
    {
        var id = await host.Reported(TestUsers.Employee);
        using var reporter = host.As(TestUsers.Employee);
        using var lex = host.As(TestUsers.LexInvestigator);
        using var manager = host.As(TestUsers.Manager);
        var own = (await reporter.PostAsync($"{Api}/{id}/attachments", Files("file", ("min.png", PicturesTests.Png()))).Json(HttpStatusCode.Created)).GetProperty("id").GetGuid();
        await host.HandOver(id);
        var after = (await lex.PostAsync($"{Api}/{id}/attachments", Files("file", ("utredarens.png", PicturesTests.Png()))).Json(HttpStatusCode.Created)).GetProperty("id").GetGuid();

        var seen = await reporter.GetAsync($"{Api}/{id}/attachments").Json();
        Assert.Equal(own, Assert.Single(seen.GetProperty("attachments").EnumerateArray()).GetProperty("id").GetGuid());
        Assert.False(seen.GetProperty("mayAttach").GetBoolean());
        Assert.Equal(HttpStatusCode.OK, (await reporter.GetAsync($"{Api}/{id}/attachments/{own}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await reporter.GetAsync($"{Api}/{id}/attachments/{after}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await reporter.PostAsync($"{Api}/{id}/attachments", Files("file", ("en till.png", PicturesTests.Png())))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await reporter.SendAsync(Requests.Write(HttpMethod.Delete, $"{Api}/{id}/attachments/{own}", new { reason = "Ångrar." }))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await manager.GetAsync($"{Api}/{id}/attachments/{own}")).StatusCode);
    }

    [Fact]
    public async Task The_report_form_takes_files_and_says_when_they_could_not_follow()
    {
        using var reporter = host.As(TestUsers.Employee);
        MultipartFormDataContent Form(string description, params (string, byte[])[] files)
        {
            var form = Files("Files", files);
            foreach (var (name, value) in new[] { ("_handler", "rapport"), ("Request.UnitCode", TestUnits.Norrangen), ("Request.Kind", "Other"), ("Request.Harm", "None"), ("Request.OccurredAt", "2026-11-01T07:30"), ("Request.Description", description) })
                form.Add(new StringContent(value), name);
            return form;
        }

        var again = await Answers.Html(reporter.PostAsync("/avvikelser/ny", Form("", ("hallen.jpg", PicturesTests.Jpeg()))));
        Assert.Contains("Filerna kunde inte följa med", again);
        var refused = await Answers.Html(reporter.PostAsync("/avvikelser/ny", Form("Hal fläck.", ("hallen.jpg", "MZ"u8.ToArray()))));
        Assert.Contains("En av filerna är varken bild", refused);
        Assert.Contains("Hal fläck.", refused);
        using var sent = await reporter.PostAsync("/avvikelser/ny", Form($"Hal fläck i hallen {Guid.NewGuid()}.", ("hallen.jpg", PicturesTests.Jpeg()), ("plan.pdf", PicturesTests.Pdf())));
        Assert.Equal(HttpStatusCode.Found, sent.StatusCode);
        var page = await Answers.Html(reporter.GetAsync(sent.Headers.Location));
        Assert.Contains(">hallen.jpg</a>", page);
        Assert.Contains(">plan.pdf</a>", page);
        Assert.Contains("En PDF sparas som den kom.", page);
    }

    [Fact]
    public async Task On_the_pages_a_file_is_added_and_removed_with_a_reason()
    {
        var id = await host.Reported(TestUsers.Employee);
        using var manager = host.As(TestUsers.Manager);
        MultipartFormDataContent Form(params (string, byte[])[] files)
        {
            var form = Files("Files", files);
            form.Add(new StringContent("bilaga"), "_handler");
            return form;
        }

        Assert.Contains("Inga bilder eller dokument än.", await Answers.Html(manager.GetAsync($"/avvikelser/{id}")));
        Assert.Contains("Välj en fil.", await Answers.Html(manager.PostAsync($"/avvikelser/{id}/bilaga", Form())));
        Assert.Contains("En av filerna är tom.", await Answers.Html(manager.PostAsync($"/avvikelser/{id}/bilaga", Form(("tom.png", [])))));
        using var added = await manager.PostAsync($"/avvikelser/{id}/bilaga", Form(("hallen.png", PicturesTests.Png())));
        var page = await Answers.Html(manager.GetAsync(added.Headers.Location));
        Assert.Contains("Bilagan är sparad.", page);
        Assert.Contains("från Karin Testsson", page);
        var file = await host.Scalar<Guid>("select id from attachments where deviation_id = $1", id);
        Assert.Contains("Skriv varför.", await Answers.Html(manager.Form($"/avvikelser/{id}/bilaga/{file}", "tabort", ("Request.Reason", ""))));
        using var removed = await manager.Form($"/avvikelser/{id}/bilaga/{file}", "tabort", ("Request.Reason", "Visar en annan."));
        page = await Answers.Html(manager.GetAsync(removed.Headers.Location));
        Assert.Contains("Bilagan är borttagen.", page);
        Assert.Contains("tog bort en bilaga", page);
        Assert.DoesNotContain("hallen.png", page);
    }
}
