using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Security.Cryptography;
using Huset.Analytics.Features.Reports;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Huset.Analytics.Tests;

/// <summary>A frozen report's PDF for the archive, with a worker that does as each test says.</summary>
public sealed class MakePdfsTests(AnalyticsHost host) : IAsyncLifetime
{
    private const string Path = "/analytics/v1/reports";
    private const string Secret = "only-for-tests-only-for-tests-only";

    private readonly MovableClock clock = new();
    private readonly FakeWorker worker = new();
    private WebApplicationFactory<Program> factory = null!;

    public async ValueTask InitializeAsync()
    {
        await worker.Start();
        factory = host.Factory.WithWebHostBuilder(web => web
            .UseSetting("Analytics:ArchiveWorker", worker.Url)
            .UseSetting("Analytics:ArchiveSecret", Secret)
            .ConfigureTestServices(services => services.AddSingleton<TimeProvider>(clock)));
    }

    public async ValueTask DisposeAsync()
    {
        await factory.DisposeAsync();
        await worker.DisposeAsync();
    }

    [Fact]
    public async Task A_frozen_report_gets_its_PDF_once_and_keeps_it_to_the_byte()
    {
        var id = await Begin("2018-Q1");
        await As(factory).GetAsync($"{Path}/{id}?format=pdf").Problem(HttpStatusCode.Conflict, "report.pdf-unavailable");
        Assert.DoesNotContain("PDF", await Page(factory, id));
        await Freeze(id);
        await As(factory).GetAsync($"{Path}/{id}?format=pdf").Problem(HttpStatusCode.Conflict, "report.pdf-not-made");
        Assert.Contains("PDF för arkivet görs", await Page(factory, id));

        await Make();
        var answer = await As(factory).GetAsync($"{Path}/{id}?format=pdf");
        Assert.Equal(("application/pdf", "quarterly-kullen-2018-Q1.pdf"), (answer.Content.Headers.ContentType?.MediaType, answer.Content.Headers.ContentDisposition?.FileName));
        var pdf = await answer.Content.ReadAsByteArrayAsync();
        // Made of the very document that was frozen, and asked for with the installation's secret.
        var docx = await As(factory).GetByteArrayAsync($"{Path}/{id}?format=docx");
        Assert.Equal(1, worker.TimesAsked(docx));
        Assert.All(worker.Authorizations, said => Assert.Equal($"Bearer {Secret}", said));
        Assert.Contains($"{Path}/{id}?format=pdf", await Page(factory, id));

        worker.Says = "something else";
        await Make();
        Assert.Equal(1, worker.TimesAsked(docx));
        Assert.Equal(pdf, await As(factory).GetByteArrayAsync($"{Path}/{id}?format=pdf"));
        // Kept also where there is no worker any more.
        Assert.Equal(pdf, await As(host.Factory).GetByteArrayAsync($"{Path}/{id}?format=pdf"));
    }

    [Theory]
    [InlineData(422, "nothing")]
    [InlineData(503, "nothing")]
    [InlineData(200, "<html>")]
    public async Task A_worker_that_fails_is_asked_again_later_and_less_and_less_often(int status, string says)
    {
        var id = await Begin($"2017-Q{status % 4 + 1}");
        await Freeze(id);
        var docx = await As(factory).GetByteArrayAsync($"{Path}/{id}?format=docx");
        (worker.Status, worker.Says) = (status, says);
        await Make();
        await Make();
        Assert.Equal(1, worker.TimesAsked(docx));
        await As(factory).GetAsync($"{Path}/{id}?format=pdf").Problem(HttpStatusCode.Conflict, "report.pdf-not-made");

        clock.Forward(TimeSpan.FromSeconds(11));
        await Make();
        clock.Forward(TimeSpan.FromSeconds(11));
        await Make();
        Assert.Equal(2, worker.TimesAsked(docx));

        (worker.Status, worker.Says) = (200, "%PDF-1.7 mended");
        clock.Forward(TimeSpan.FromSeconds(10));
        await Make();
        Assert.Equal("%PDF-1.7 mended", await As(factory).GetStringAsync($"{Path}/{id}?format=pdf"));
    }

    [Fact]
    public async Task A_worker_that_is_away_is_asked_again_when_it_is_back()
    {
        var id = await Begin("2016-Q1");
        await Freeze(id);
        await worker.DisposeAsync();
        await Make();
        await As(factory).GetAsync($"{Path}/{id}?format=pdf").Problem(HttpStatusCode.Conflict, "report.pdf-not-made");
        await worker.Start();
        clock.Forward(TimeSpan.FromSeconds(11));
        await Make();
        Assert.StartsWith("%PDF-", await As(factory).GetStringAsync($"{Path}/{id}?format=pdf"));
    }

    [Fact]
    public async Task Two_replicas_that_make_the_same_keep_one()
    {
        var id = await Begin("2016-Q2");
        await Freeze(id);
        worker.Says = null;
        await using var other = factory.WithWebHostBuilder(_ => { });
        await Task.WhenAll(Make(), other.Services.GetRequiredService<MakePdfs>().Make(TestContext.Current.CancellationToken));
        Assert.Equal(1L, await host.Scalar<long>("select count(*) from report_files where report_id = $1 and format = 'pdf'", Guid.Parse(id)));
    }

    [Fact]
    public async Task Where_there_is_no_worker_the_report_says_so_and_offers_what_there_is()
    {
        var id = await Begin("2016-Q3");
        await Freeze(id);
        await As(host.Factory).GetAsync($"{Path}/{id}?format=pdf").Problem(HttpStatusCode.Conflict, "report.pdf-unavailable");
        var page = await Page(host.Factory, id);
        Assert.Contains("PDF för arkivet finns inte i den här installationen", page);
        Assert.DoesNotContain("format=pdf", page);
        Assert.Contains("format=docx", page);
    }

    private static HttpClient As(WebApplicationFactory<Program> where)
    {
        var client = where.CreateClient(new() { AllowAutoRedirect = false });
        client.DefaultRequestHeaders.Authorization = new("Bearer", TestTokens.For(TestUsers.QualityDeveloper, TimeSpan.FromDays(1)));
        return client;
    }

    private async Task<string> Page(WebApplicationFactory<Program> where, string id) => WebUtility.HtmlDecode(await As(where).GetStringAsync($"/analys/rapporter/{id}"));

    private Task<int> Make() => factory.Services.GetRequiredService<MakePdfs>().Make(TestContext.Current.CancellationToken);

    // Quarters of years that the rights table has no reports in.
    private async Task<string> Begin(string quarter)
    {
        var report = await As(host.Factory).PostAsJsonAsync(Path, new { quarter, unitCode = TestUnits.Kullen }).Json(HttpStatusCode.Created);
        return report.GetProperty("id").GetString()!;
    }

    private async Task Freeze(string id)
    {
        foreach (var section in (await As(host.Factory).GetAsync($"{Path}/{id}").Json()).GetProperty("sections").EnumerateArray())
        {
            using var text = new HttpRequestMessage(HttpMethod.Put, $"{Path}/{id}/sections/{section.GetProperty("code").GetString()}") { Content = JsonContent.Create(new { text = "Så här gick det." }) };
            text.Headers.TryAddWithoutValidation("If-Match", "*");
            await As(host.Factory).SendAsync(text).Json();
        }
        await As(host.Factory).PostAsync($"{Path}/{id}/freeze", null).Json();
    }

    /// <summary>Says that whatever it is sent is a PDF, each time another.</summary>
    private sealed class FakeWorker : IAsyncDisposable
    {
        private readonly ConcurrentQueue<string> documents = new();
        private WebApplication? app;

        public string Url { get; } = $"http://localhost:{AppHost.Local.FreePorts.Take()}";
        public ConcurrentQueue<string> Authorizations { get; } = new();
        public int Status { get; set; } = 200;
        public string? Says { get; set; }

        public int TimesAsked(byte[] docx) => documents.Count(document => document == Convert.ToHexString(SHA256.HashData(docx)));

        public async Task Start()
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls(Url);
            app = builder.Build();
            app.MapPost("/convert", async (HttpContext http) =>
            {
                using var body = new MemoryStream();
                await http.Request.Body.CopyToAsync(body);
                documents.Enqueue(Convert.ToHexString(SHA256.HashData(body.ToArray())));
                Authorizations.Enqueue($"{http.Request.Headers.Authorization}");
                http.Response.StatusCode = Status;
                await http.Response.WriteAsync(Says ?? $"%PDF-1.7 {Guid.NewGuid()}");
            });
            await app.StartAsync();
        }

        public async ValueTask DisposeAsync()
        {
            if (app is not null) await app.DisposeAsync();
        }
    }
}
