using System.Diagnostics;

namespace Huset.ReportWorker;

/// <summary>Why there is no PDF.</summary>
internal enum Fault { Busy, TimedOut, NothingMade, NotForArchive }

/// <summary>
/// Runs LibreOffice without a window, one document at a time: each time a new process with a profile of its own that is thrown away, no macros,
/// no fetching of anything, and an end to its patience.
/// </summary>
internal sealed class LibreOffice(IConfiguration configuration, ILogger<LibreOffice> log)
{
    // PDF/A-2b, PDF/UA-1 and tags: libreoffice, filter/source/pdf.
    private const string Filter = """pdf:writer_pdf_Export:{"SelectPdfVersion":{"type":"long","value":"2"},"PDFUACompliance":{"type":"boolean","value":"true"},"UseTaggedPDF":{"type":"boolean","value":"true"}}""";

    private const string Settings = """
        <?xml version="1.0" encoding="UTF-8"?>
        <oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
          <item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
          <item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
          <item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableActiveContent" oor:op="fuse"><value>true</value></prop></item>
          <item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
          <item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
        </oor:items>
        """;

    private readonly SemaphoreSlim turn = new(1);
    private readonly string program = configuration["Worker:Program"] is { Length: > 0 } said ? said : "soffice";
    private readonly TimeSpan patience = TimeSpan.FromSeconds(configuration.GetValue("Worker:Seconds", 60));

    /// <summary>Whether there is such a program on the machine.</summary>
    public bool IsHere => Path.IsPathRooted(program) ? File.Exists(program) : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));

    /// <summary>The document as PDF, or why there is none.</summary>
    public async Task<(byte[]? Pdf, Fault? Fault)> Convert(byte[] docx, CancellationToken ct)
    {
        if (!await turn.WaitAsync(TimeSpan.Zero, ct)) return (null, Fault.Busy);
        // Readable by the owner alone.
        var folder = Directory.CreateTempSubdirectory("huset-report-").FullName;
        try
        {
            return await Convert(folder, docx, ct);
        }
        finally
        {
            await Remove(folder);
            turn.Release();
        }
    }

    private async Task<(byte[]? Pdf, Fault? Fault)> Convert(string folder, byte[] docx, CancellationToken ct)
    {
        var profile = Path.Combine(folder, "profile", "user");
        Directory.CreateDirectory(profile);
        await File.WriteAllTextAsync(Path.Combine(profile, "registrymodifications.xcu"), Settings, ct);
        await File.WriteAllBytesAsync(Path.Combine(folder, "document.docx"), docx, ct);
        var (watch, source) = (Stopwatch.StartNew(), "docx");
        // What a chart shows in words is lost when Word's document is read, but not when LibreOffice's own is.
        if (WordFile.Drawings(docx) is { Count: > 0 } drawings)
        {
            if (await Run(folder, "docx", "odt", "odt", ct) is { } fault) return (null, fault);
            if (!OpenDocument.Describe(Path.Combine(folder, "document.odt"), drawings)) return (null, Fault.NotForArchive);
            source = "odt";
        }
        if (await Run(folder, source, "pdf", Filter, ct) is { } why) return (null, why);
        var made = Path.Combine(folder, "document.pdf");
        var pdf = new FileInfo(made).Length <= ConvertReport.MostBytes ? await File.ReadAllBytesAsync(made, ct) : [];
        if (!IsForArchive(pdf))
        {
            log.LogWarning("What was made of a report of {Size} bytes does not say that it is PDF/A-2b and PDF/UA-1, or has a picture without words", docx.Length);
            return (null, Fault.NotForArchive);
        }
        log.LogInformation("A report of {Size} bytes became a PDF of {Made} in {Milliseconds} ms", docx.Length, pdf.Length, watch.ElapsedMilliseconds);
        return (pdf, null);
    }

    /// <summary>Makes one kind of file of another; null when it is there.</summary>
    private async Task<Fault?> Run(string folder, string from, string to, string filter, CancellationToken ct)
    {
        using var process = Process.Start(Start(folder, Path.Combine(folder, $"document.{from}"), filter))!;
        var said = Task.WhenAll(process.StandardOutput.ReadToEndAsync(ct), process.StandardError.ReadToEndAsync(ct));
        using var end = CancellationTokenSource.CreateLinkedTokenSource(ct);
        end.CancelAfter(patience);
        try
        {
            await process.WaitForExitAsync(end.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
            ct.ThrowIfCancellationRequested();
            log.LogWarning("A report did not become {Kind} in {Seconds} s", to, (int)patience.TotalSeconds);
            return Fault.TimedOut;
        }
        // LibreOffice ends well also when it could not read the document.
        if (process.ExitCode == 0 && File.Exists(Path.Combine(folder, $"document.{to}"))) return null;
        // Something that it started may hold its output open.
        await Task.WhenAny(said, Task.Delay(TimeSpan.FromSeconds(1), ct));
        var words = said.IsCompletedSuccessfully ? string.Concat(said.Result).Trim() : "";
        log.LogWarning("A report did not become {Kind}: code {Code}, {Said}", to, process.ExitCode, words.Length > 300 ? words[..300] : words);
        return Fault.NothingMade;
    }

    // What was ended a moment ago may still write.
    private async Task Remove(string folder)
    {
        for (var tries = 0; Directory.Exists(folder); tries++)
        {
            try
            {
                Directory.Delete(folder, recursive: true);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                if (tries == 5)
                {
                    log.LogWarning("{Folder} could not be removed: {Reason}", folder, e.Message);
                    return;
                }
                await Task.Delay(TimeSpan.FromMilliseconds(200));
            }
        }
    }

    /// <summary>It says of itself that it is what was asked for; whether it is, a validator such as veraPDF tells.</summary>
    private static bool IsForArchive(ReadOnlySpan<byte> pdf) =>
        pdf.StartsWith("%PDF-1."u8) && pdf.IndexOf("<pdfaid:part>2<"u8) > 0 && pdf.IndexOf("<pdfaid:conformance>B<"u8) > 0 && pdf.IndexOf("<pdfuaid:part>1<"u8) > 0 && HasWordsForFigures(pdf);

    private static bool HasWordsForFigures(ReadOnlySpan<byte> pdf)
    {
        while (pdf.IndexOf("/S/Figure"u8) is var figure && figure >= 0)
        {
            pdf = pdf[figure..];
            if (pdf.IndexOf("endobj"u8) is var end && (end < 0 || pdf[..end].IndexOf("/Alt"u8) < 0)) return false;
            pdf = pdf[end..];
        }
        return true;
    }

    private ProcessStartInfo Start(string folder, string source, string filter)
    {
        var start = new ProcessStartInfo(
            program,
            ["--headless", "--norestore", "--nodefault", "--nologo", "--nofirststartwizard", "--nolockcheck", $"-env:UserInstallation=file://{folder}/profile", "--convert-to", filter, "--outdir", folder, source])
        { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        var path = start.Environment["PATH"];
        // Nothing of the worker's own, its secret least of all; and should anything be asked for over the network after all, a proxy that is not there.
        start.Environment.Clear();
        foreach (var (name, value) in new[] { ("PATH", path), ("HOME", folder), ("TMPDIR", folder), ("LANG", "C.UTF-8"), ("SAL_USE_VCLPLUGIN", "svp"), ("http_proxy", "http://127.0.0.1:9"), ("https_proxy", "http://127.0.0.1:9") }) start.Environment[name] = value;
        return start;
    }
}
