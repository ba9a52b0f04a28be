using System.IO.Compression;
using System.Text;
using Huset.Deviations.Features.Attachments;
using Huset.ServiceDefaults.Access;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Huset.Deviations.Features.Authorities;

/// <summary>What an authority is told, in the form that is asked for: to read, to print, or to be sent.</summary>
public sealed class AuthorityFiles(IServiceProvider services, ILoggerFactory log, ReadAttachment.Handler attachments, IConfiguration configuration)
{
    private const string Zip = "application/zip";

    // A file that is read without Huset has no style sheet beside it.
    private const string Plain = "body{font:1rem/1.5 sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;overflow-wrap:break-word}h2{margin-top:2rem;border-bottom:2px solid}dt{font-weight:700;margin-top:.75rem}dd{margin:0}.words{white-space:pre-line}";

    /// <summary>The municipality's name, as its documents have it.</summary>
    public string? Municipality => configuration["Huset:MunicipalityName"];

    /// <summary>What is taken away as a file is logged as such.</summary>
    public static AccessAction ActionOf(string format) => format is "docx" or "zip" ? AccessAction.Export : AccessAction.Read;

    public Results<Ok<AuthorityNotice>, FileContentHttpResult, RazorComponentResult<AuthorityDocument>, PushStreamHttpResult, NotFound> Answer(AuthorityNotice? notice, string format, HttpContext http) => (notice, format) switch
    {
        (null, _) => TypedResults.NotFound(),
        (_, "docx") => TypedResults.File(AuthorityDocx.Write(notice, Municipality), Formats.Docx, $"{notice.FileName}.docx"),
        (_, "html") => new RazorComponentResult<AuthorityDocument>(new { Notice = notice, Municipality }),
        (_, "zip") => TypedResults.Stream(body => Pack(notice, body, http), Zip, $"{notice.FileName}.zip"),
        _ => TypedResults.Ok(notice),
    };

    /// <summary>The document twice and each attachment, one at a time from the database to who reads.</summary>
    private async Task Pack(AuthorityNotice notice, Stream body, HttpContext http)
    {
        var ct = http.RequestAborted;
        // The last few bytes of an entry are written when it is closed, which .NET does not do asynchronously.
        http.Features.GetRequiredFeature<IHttpBodyControlFeature>().AllowSynchronousIO = true;
        await using var zip = await ZipArchive.CreateAsync(body, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, ct);
        await Add($"{notice.FileName}.docx", entry => entry.WriteAsync(AuthorityDocx.Write(notice, Municipality), ct).AsTask());
        await Add($"{notice.FileName}.html", async entry => await entry.WriteAsync(Encoding.UTF8.GetBytes(await Html(notice)), ct));
        foreach (var (index, file) in notice.Files.Index()) await Add($"bilagor/{index + 1:00}-{file.Name}", entry => attachments.Write(file, entry, ct));

        async Task Add(string name, Func<Stream, Task> write)
        {
            await using var entry = await zip.CreateEntry(name).OpenAsync(ct);
            await write(entry);
        }
    }

    private async Task<string> Html(AuthorityNotice notice)
    {
        await using var renderer = new HtmlRenderer(services, log);
        return await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<AuthorityDocument>(ParameterView.FromDictionary(new Dictionary<string, object?>
        {
            [nameof(AuthorityDocument.Notice)] = notice,
            [nameof(AuthorityDocument.Municipality)] = Municipality,
            [nameof(AuthorityDocument.Style)] = Plain,
        }))).ToHtmlString());
    }
}

public static class AuthorityRoutes
{
    /// <summary>The forms that the answer may have, beside json.</summary>
    public static RouteHandlerBuilder ProducesNotice(this RouteHandlerBuilder route, params string[] more)
    {
        route.Produces<string>(200, "text/html", [Formats.Docx, .. more])
            .WithExample("text/html", "<!DOCTYPE html><html lang=\"sv\"><head><title>Anmälan till IVO enligt lex Sarah, AVV-2026-0001</title></head><body>…</body></html>")
            .WithExample(Formats.Docx, "PK…");
        foreach (var type in more) route.WithExample(type, "PK…");
        return route;
    }
}
