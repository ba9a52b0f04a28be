using System.Diagnostics;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Runtime.Versioning;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc.Testing;

namespace Huset.ReportWorker.Tests;

/// <summary>The worker with a converter that does as each test says; the real one is tried by hand (docs/production.md).</summary>
[SupportedOSPlatform("linux")]
public sealed class ConvertReportTests : IDisposable
{
    private const string Secret = "only-for-tests-only-for-tests-only";
    private const string Docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    private const string Marks = "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance><pdfuaid:part>1</pdfuaid:part>";

    // The document is the last argument, and what is made of it lies beside it.
    private const string Begin = """
        #!/bin/bash
        source=${*: -1} made=${source%.docx}.pdf

        """;

    private readonly string folder = Directory.CreateTempSubdirectory("huset-worker-test-").FullName;
    private readonly List<WebApplicationFactory<Program>> started = [];

    public void Dispose()
    {
        foreach (var worker in started) worker.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_document_becomes_what_the_converter_makes_of_it_by_a_profile_of_its_own_that_is_thrown_away()
    {
        var worker = Worker($"printf '%s' '%PDF-1.7 {Marks}' >$made; printf '%s\\n' \"$@\" >{folder}/arguments; env >{folder}/environment; cat \"$(dirname \"$source\")\"/profile/user/*.xcu >{folder}/settings; cp \"$source\" {folder}/seen");

        var answer = await worker.PostAsync("/convert", Document());

        Assert.Equal((HttpStatusCode.OK, "application/pdf"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.Equal($"%PDF-1.7 {Marks}", await answer.Content.ReadAsStringAsync());
        Assert.Equal(Package(), await File.ReadAllBytesAsync(Path.Combine(folder, "seen")));
        var arguments = await File.ReadAllLinesAsync(Path.Combine(folder, "arguments"));
        Assert.Contains("--headless", arguments);
        Assert.Contains(arguments, said => said.Contains("writer_pdf_Export", StringComparison.Ordinal) && said.Contains("\"SelectPdfVersion\":{\"type\":\"long\",\"value\":\"2\"}", StringComparison.Ordinal) && said.Contains("PDFUACompliance", StringComparison.Ordinal) && said.Contains("UseTaggedPDF", StringComparison.Ordinal));
        var profile = arguments.Single(said => said.StartsWith("-env:UserInstallation=file://", StringComparison.Ordinal))["-env:UserInstallation=file://".Length..];
        Assert.False(Directory.Exists(Path.GetDirectoryName(profile)));
        Assert.Contains("DisableMacrosExecution", await File.ReadAllTextAsync(Path.Combine(folder, "settings")));
        Assert.DoesNotContain(Secret, await File.ReadAllTextAsync(Path.Combine(folder, "environment")));
    }

    [Fact]
    public async Task What_a_chart_shows_stands_in_words_also_in_the_PDF()
    {
        const string drawing = "<document xmlns:wp=\"wp\"><wp:docPr descr=\"Nivån är den vanliga.\"/></document>";
        const string frame = "<c xmlns:draw=\"urn:oasis:names:tc:opendocument:xmlns:drawing:1.0\"><draw:frame><draw:object/></draw:frame></c>";
        await File.WriteAllBytesAsync(Path.Combine(folder, "with.odt"), Package(("content.xml", frame)));
        await File.WriteAllBytesAsync(Path.Combine(folder, "without.odt"), Package(("content.xml", "<c/>")));
        string Makes(string odt, string figure) => $"case $source in *.docx) cp {folder}/{odt} ${{source%.docx}}.odt;; *) cp $source {folder}/seen.odt; printf '%s' '%PDF-1.6 {Marks} {figure}' >${{source%.odt}}.pdf;; esac";
        var document = Package(("word/document.xml", drawing));

        Assert.Equal(HttpStatusCode.OK, (await Worker(Makes("with.odt", "<</S/Figure/Alt<FEFF>>>endobj")).PostAsync("/convert", Body(document))).StatusCode);
        using var seen = ZipFile.OpenRead(Path.Combine(folder, "seen.odt"));
        using var content = new StreamReader(seen.GetEntry("content.xml")!.Open());
        Assert.Contains(">Nivån är den vanliga.</", await content.ReadToEndAsync());
        // A figure that lost its words, or frames that are others than the drawings, are not for an archive.
        await Refused(await Worker(Makes("with.odt", "<</S/Figure>>endobj")).PostAsync("/convert", Body(document)), HttpStatusCode.UnprocessableEntity, "conversion.failed");
        await Refused(await Worker(Makes("without.odt", "")).PostAsync("/convert", Body(document)), HttpStatusCode.UnprocessableEntity, "conversion.failed");
    }

    [Theory]
    [InlineData("exit 1", "conversion.failed")]
    [InlineData("kill -9 $$", "conversion.failed")]
    [InlineData("exit 0", "conversion.failed")]
    [InlineData("echo '<html>' >$made", "conversion.failed")]
    [InlineData("printf '%%PDF-1.4 and nothing about archives' >$made", "conversion.failed")]
    [InlineData("head -c 21000000 /dev/zero >$made", "conversion.failed")]
    [InlineData("sleep 300 & echo $! >$0.pid; wait", "conversion.timed-out")]
    public async Task A_converter_that_does_not_do_its_work_is_told_of_and_leaves_nothing(string does, string code)
    {
        var before = Left();
        var worker = Worker(does, seconds: 2);

        await Refused(await worker.PostAsync("/convert", Document()), HttpStatusCode.UnprocessableEntity, code);

        Assert.Empty(Left().Except(before));
        if (Directory.EnumerateFiles(folder, "*.pid").SingleOrDefault() is { } pid) Assert.False(Runs(int.Parse(await File.ReadAllTextAsync(pid), System.Globalization.CultureInfo.InvariantCulture)));
        // And takes the next.
        Assert.NotEqual(HttpStatusCode.ServiceUnavailable, (await worker.PostAsync("/convert", Document())).StatusCode);
    }

    [Fact]
    public async Task One_document_at_a_time_is_converted()
    {
        var worker = Worker($"touch $0.begun; while [ ! -e {folder}/go ]; do sleep .05; done; printf '%s' '%PDF-1.7 {Marks}' >$made");
        var first = worker.PostAsync("/convert", Document());
        for (var tries = 0; !Directory.EnumerateFiles(folder, "*.begun").Any() && tries < 200; tries++) await Task.Delay(50);

        var second = await worker.PostAsync("/convert", Document());
        await Refused(second, HttpStatusCode.ServiceUnavailable, "conversion.busy");
        Assert.NotNull(second.Headers.RetryAfter);

        await File.WriteAllTextAsync(Path.Combine(folder, "go"), "");
        Assert.Equal(HttpStatusCode.OK, (await first).StatusCode);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Bearer wrong-wrong-wrong-wrong-wrong-wrong")]
    [InlineData(Secret)]
    public async Task Who_does_not_know_the_secret_is_refused_and_starts_nothing(string? authorization)
    {
        var worker = Worker("touch $0.begun");
        worker.DefaultRequestHeaders.Authorization = null;
        if (authorization is not null) worker.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", authorization);

        await Refused(await worker.PostAsync("/convert", Document()), HttpStatusCode.Unauthorized, "conversion.not-allowed");
        Assert.Empty(Directory.EnumerateFiles(folder, "*.begun"));
    }

    [Fact]
    public async Task What_is_no_document_or_reaches_outside_itself_is_refused_and_starts_nothing()
    {
        var worker = Worker("touch $0.begun");
        const string relation = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"a\" Type=\"http://x/{0}\" Target=\"http://127.0.0.1:9/x\" TargetMode=\"External\"/></Relationships>";

        await Refused(await worker.PostAsync("/convert", Body("hej"u8.ToArray())), HttpStatusCode.BadRequest, "conversion.not-docx");
        await Refused(await worker.PostAsync("/convert", Body([])), HttpStatusCode.BadRequest, "conversion.not-docx");
        await Refused(await worker.PostAsync("/convert", Body(Package(("word/vbaProject.bin", "x")))), HttpStatusCode.BadRequest, "conversion.not-docx");
        await Refused(await worker.PostAsync("/convert", Body(Package(("word/_rels/document.xml.rels", relation.Replace("{0}", "image"))))), HttpStatusCode.BadRequest, "conversion.not-docx");
        await Refused(await worker.PostAsync("/convert", Body(Package(("word/_rels/document.xml.rels", "<!DOCTYPE a><a/>")))), HttpStatusCode.BadRequest, "conversion.not-docx");
        await Refused(await worker.PostAsync("/convert", new StringContent("hej")), HttpStatusCode.UnsupportedMediaType, "request.media-type-not-understood");
        await Refused(await worker.PostAsync("/convert", Body(new byte[20 * 1024 * 1024 + 1])), HttpStatusCode.RequestEntityTooLarge, "request.too-large");
        await Refused(await worker.GetAsync("/convert"), HttpStatusCode.MethodNotAllowed, "request.method-not-allowed");
        await Refused(await worker.GetAsync("/"), HttpStatusCode.NotFound, "resource.not-found");
        Assert.Empty(Directory.EnumerateFiles(folder, "*.begun"));

        // A link that a reader may follow is fetched by nobody.
        await worker.PostAsync("/convert", Body(Package(("word/_rels/document.xml.rels", relation.Replace("{0}", "hyperlink")))));
        Assert.Single(Directory.EnumerateFiles(folder, "*.begun"));
    }

    [Fact]
    public async Task Health_tells_whether_the_converter_is_there_and_without_a_secret_nothing_starts()
    {
        Assert.Equal(HttpStatusCode.OK, (await Worker("exit 0").GetAsync("/health/ready")).StatusCode);
        var without = Start(("Worker:Secret", Secret), ("Worker:Program", Path.Combine(folder, "none")));
        Assert.Equal(HttpStatusCode.OK, (await without.GetAsync("/health/live")).StatusCode);
        await Refused(await without.GetAsync("/health/ready"), HttpStatusCode.ServiceUnavailable, "service.unavailable");
        Assert.ThrowsAny<Exception>(() => Start(("Worker:Secret", "short")));
    }

    private HttpClient Worker(string does, int seconds = 20)
    {
        var program = Path.Combine(folder, $"converter-{started.Count}");
        File.WriteAllText(program, Begin + does + "\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var client = Start(("Worker:Secret", Secret), ("Worker:Program", program), ("Worker:Seconds", $"{seconds}"));
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Secret);
        return client;
    }

    private HttpClient Start(params (string Key, string Value)[] settings)
    {
        var factory = new WebApplicationFactory<Program>().WithWebHostBuilder(host =>
        {
            foreach (var (key, value) in settings) host.UseSetting(key, value);
        });
        started.Add(factory);
        return factory.CreateClient();
    }

    private static async Task Refused(HttpResponseMessage answer, HttpStatusCode status, string code)
    {
        var problem = JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync());
        Assert.Equal((status, code, "application/problem+json"), (answer.StatusCode, problem.GetProperty("code").GetString(), answer.Content.Headers.ContentType?.MediaType));
        Assert.Equal($"urn:huset:problem:{code}", problem.GetProperty("type").GetString());
    }

    private static ByteArrayContent Document() => Body(Package());

    private static ByteArrayContent Body(byte[] bytes) => new(bytes) { Headers = { ContentType = new MediaTypeHeaderValue(Docx) } };

    private static byte[] Package(params (string Name, string Content)[] more)
    {
        using var file = new MemoryStream();
        using (var package = new ZipArchive(file, ZipArchiveMode.Create))
        {
            foreach (var (name, content) in new[] { ("[Content_Types].xml", "<Types/>"), ("word/document.xml", "<document/>") }.Where(part => more.All(other => other.Name != part.Item1)).Concat(more))
            {
                var entry = package.CreateEntry(name);
                entry.LastWriteTime = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
                using var stream = entry.Open();
                stream.Write(Encoding.UTF8.GetBytes(content));
            }
        }
        return file.ToArray();
    }

    private static HashSet<string> Left() => [.. Directory.EnumerateDirectories(Path.GetTempPath(), "huset-report-*")];

    // Ended, or ended and not yet fetched by whoever inherited it.
    private static bool Runs(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return !process.HasExited && !File.ReadAllText($"/proc/{id}/stat").Contains(") Z", StringComparison.Ordinal);
        }
        catch (Exception e) when (e is ArgumentException or IOException)
        {
            return false;
        }
    }
}
