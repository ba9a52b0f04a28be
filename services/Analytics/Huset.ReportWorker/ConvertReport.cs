using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Mvc;

namespace Huset.ReportWorker;

/// <summary>Takes a report as Word's document and gives it back as PDF/A-2b and PDF/UA-1, for the archive.</summary>
internal static class ConvertReport
{
    /// <summary>Largest document that is taken, and largest that is given, in bytes.</summary>
    public const int MostBytes = 20 * 1024 * 1024;

    private const string Docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

    public static void Map(WebApplication app, Secret secret) => app.MapPost("/convert", async (HttpContext http, LibreOffice office, CancellationToken ct) =>
    {
        if (!secret.IsIn(http.Request)) return Refuse(401, "conversion.not-allowed", "Send the installation's secret as a bearer token.");
        if (http.Request.GetTypedHeaders().ContentType?.MediaType != Docx) return Refuse(415, "request.media-type-not-understood", $"Send {Docx}.");
        if (http.Request.ContentLength > MostBytes) return Refuse(413, "request.too-large", $"At most {MostBytes} bytes are taken.");
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, ct);
        if (WordFile.WhyNot(body) is { } why) return Refuse(400, "conversion.not-docx", why);
        var (pdf, fault) = await office.Convert(body.ToArray(), ct);
        if (fault == Fault.Busy) http.Response.Headers.RetryAfter = "5";
        return fault switch
        {
            null => TypedResults.File(pdf!, "application/pdf"),
            Fault.Busy => Refuse(503, "conversion.busy", "Another document is being converted; one at a time."),
            Fault.TimedOut => Refuse(422, "conversion.timed-out", "The document was not converted in time."),
            Fault.NothingMade => Refuse(422, "conversion.failed", "The converter made no file of the document."),
            _ => Refuse(422, "conversion.failed", "What the converter made is not PDF/A-2b and PDF/UA-1."),
        };
    });

    /// <summary>What every error says of itself.</summary>
    public static void Complete(ProblemDetails problem)
    {
        problem.Extensions.Remove("traceId");
        problem.Extensions.TryAdd("code", problem.Status switch { 404 => "resource.not-found", 405 => "request.method-not-allowed", 413 => "request.too-large", 503 => "service.unavailable", < 500 => "request.refused", _ => "service.fault" });
        problem.Type = $"urn:huset:problem:{problem.Extensions["code"]}";
    }

    private static IResult Refuse(int status, string code, string detail) => Results.Problem(detail, statusCode: status, extensions: new Dictionary<string, object?> { ["code"] = code });
}

/// <summary>What the installation's Analytics and its worker know alone.</summary>
internal sealed class Secret(IConfiguration configuration)
{
    private readonly byte[] header = Encoding.UTF8.GetBytes(
        configuration["Worker:Secret"] is { Length: >= 32 } secret ? $"Bearer {secret}" : throw new InvalidOperationException("Worker:Secret is missing or shorter than 32 characters."));

    public bool IsIn(HttpRequest request) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(request.Headers.Authorization.ToString()), header);
}
