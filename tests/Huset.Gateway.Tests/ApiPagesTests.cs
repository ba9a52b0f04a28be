using System.Text.RegularExpressions;
using Huset.Gateway.Api;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Huset.Gateway.Tests;

public sealed partial class ApiPagesTests(House house)
{
    [Fact]
    public async Task Anyone_may_read_which_apis_there_are()
    {
        using var page = await house.Get("/api", null, ("Accept", "text/html"));
        await page.IsPage(HttpStatusCode.OK, "href=\"/api/deviations\"");
        var text = await page.Content.ReadAsStringAsync();
        Assert.Contains("3 anrop", text);
        Assert.Contains("/deviations/v1/openapi.json", text);
        Assert.DoesNotContain("/api/complaints", text);
        using var front = await house.Get("/", null, ("Accept", "text/html"));
        Assert.Contains("href=\"/api\"", await front.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_search_leads_to_the_operation()
    {
        using var page = await house.Get("/api?q=rapportera+post", null, ("Accept", "text/html"));
        await page.IsPage(HttpStatusCode.OK, "href=\"/api/deviations#reportDeviation\"");
        Assert.DoesNotContain("#listDeviations", await page.Content.ReadAsStringAsync());
        using var none = await house.Get("/api?q=%3Cb%3Efinns-inte", null, ("Accept", "text/html"));
        await none.IsPage(HttpStatusCode.OK, "Inget anrop passar");
        Assert.DoesNotContain("<b>finns", await none.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task An_operation_tells_what_it_takes_and_gives()
    {
        using var page = await house.Get("/api/deviations", null, ("Accept", "text/html"));
        await page.IsPage(HttpStatusCode.OK, "id=\"reportDeviation\"");
        var text = Whitespace().Replace(await page.Content.ReadAsStringAsync(), " ");
        var told = new[]
        {
            "Rapportera en avvikelse", "<span class=\"soft\" lang=\"en\">Stores it.</span>",
            "<code><span class=\"soft\">causes[].</span>what</code>", "lista av objekt", "högst 200 tecken", "måste anges",
            "Ett av: none, minor", "<code>request.invalid</code>", "20 om det utelämnas", "&quot;harm&quot;: &quot;none&quot;",
        };
        Assert.All(told, words => Assert.Contains(words, text));
        // The pages' own policy would stop these.
        Assert.DoesNotMatch("<script(?![^>]* src=)| style=| on[a-z]+=\"", text);
        // Reading is for all, trying is done as oneself.
        Assert.Contains("/bff/login?returnUrl=%2Fapi%2Fdeviations%23reportDeviation", text);
        Assert.DoesNotContain("class=\"try\"", text);
    }

    [Fact]
    public async Task Who_is_signed_in_gets_a_form_with_what_can_be_filled_in()
    {
        using var browser = await Browser.SignedIn(house);
        using var page = await browser.Visit("/api/deviations");
        var text = await page.Content.ReadAsStringAsync();
        Assert.Contains("class=\"try\"", text);
        Assert.Matches("name=\"reportDeviation.Idempotency-Key\" type=\"text\" value=\"[0-9a-f-]{36}\"", text);
        Assert.Matches("name=\"readDeviation.id\" type=\"text\" value=\"0199c1d2", text);
        Assert.Contains("name=\"reportDeviation.body\"", text);
        Assert.NotNull(browser.Cookies["XSRF-TOKEN"]);
        Assert.Contains("gateway/api", text);
        using var module = await browser.Visit(ModuleAddress().Match(text).Groups[1].Value);
        Assert.Equal("text/javascript", module.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task A_reading_call_can_be_tried_without_scripts()
    {
        using var browser = await Browser.SignedIn(house);
        using var list = await browser.Visit("/api/deviations/listDeviations/call?listDeviations.limit=5&listDeviations.status=");
        Assert.Equal("/deviations/v1/deviations?limit=5", list.RequestMessage!.RequestUri!.PathAndQuery);
        using var one = await browser.Visit("/api/deviations/readDeviation/call?readDeviation.id=a%2Fb%3Fc");
        Assert.Equal("/deviations/v1/deviations/a%2Fb%3Fc", one.RequestMessage!.RequestUri!.PathAndQuery);
        using var without = await browser.Visit("/api/deviations/readDeviation/call");
        await without.IsPage(HttpStatusCode.BadRequest, "Det gick inte att läsa det du skickade");
        using var write = await browser.Visit("/api/deviations/reportDeviation/call");
        await write.IsPage(HttpStatusCode.NotFound, "Sidan finns inte");
    }

    [Fact]
    public async Task The_document_itself_is_open_and_nothing_else()
    {
        using var document = await house.Get("/deviations/v1/openapi.json");
        Assert.Equal(HttpStatusCode.OK, document.StatusCode);
        using var info = await house.Get("/deviations/v1/api-info");
        Assert.Equal(HttpStatusCode.OK, info.StatusCode);
        using var data = await house.Get("/deviations/v1/openapi.json/x");
        Assert.Equal(HttpStatusCode.Unauthorized, data.StatusCode);
    }

    [Fact]
    public async Task A_service_that_is_not_here_has_no_page()
    {
        using var page = await house.Get("/api/complaints", null, ("Accept", "text/html"));
        await page.IsPage(HttpStatusCode.NotFound, "Sidan finns inte");
    }

    [Fact]
    public async Task What_was_last_known_is_shown_while_a_service_is_down()
    {
        await using var service = new Downstream { OpenApi = Document };
        await service.Start();
        var clock = new Clock();
        await using var provider = new ServiceCollection().AddHttpClient().BuildServiceProvider();
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("services:deviations:http:0", service.Url)]).Build();
        var documents = new ApiDocuments(configuration, provider.GetRequiredService<IHttpClientFactory>(), clock, NullLogger<ApiDocuments>.Instance);

        var first = (await documents.Of("deviations"))!;
        Assert.True(first.IsCurrent);
        await service.Stop();
        clock.Now += TimeSpan.FromSeconds(59);
        Assert.True((await documents.Of("deviations"))!.IsCurrent);
        clock.Now += TimeSpan.FromSeconds(2);
        var known = (await documents.Of("deviations"))!;
        Assert.Equal((false, 3, first.ReadAt), (known.IsCurrent, known.Document!.Operations.Count, known.ReadAt));
        await service.Start();
        clock.Now += TimeSpan.FromSeconds(6);
        Assert.True((await documents.Of("deviations"))!.IsCurrent);
        Assert.Null(await documents.Of("complaints"));
    }

    [Fact]
    public void What_holds_itself_is_told_once_and_what_is_not_a_document_is_refused()
    {
        var document = new ApiDocument("""
            { "info": {}, "paths": { "/t": { "post": { "requestBody": { "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Tree" } } } }, "responses": {} } } },
              "components": { "schemas": { "Tree": { "type": ["null", "object"], "properties": {
                "name": { "oneOf": [{ "type": "null" }, { "type": "string", "maxLength": 9 }] },
                "children": { "type": "array", "items": { "$ref": "#/components/schemas/Tree" } } } } } } }
            """);
        var operation = Assert.Single(document.Operations);
        Assert.Equal("post-t", operation.Id);
        Assert.Equal([("", "name", "string"), ("", "children", "array object")], operation.Bodies[0].Fields.Select(field => (field.Parent, field.Name, field.Type)));
        Assert.Equal([("maxLength", "9")], operation.Bodies[0].Fields[0].Bounds);
        Assert.Throws<InvalidOperationException>(() => new ApiDocument("{}"));
        Assert.ThrowsAny<JsonException>(() => new ApiDocument("<html>"));
    }

    /// <summary>A document as the services write them, with one of each thing.</summary>
    public const string Document = """
        {
          "openapi": "3.1.1",
          "info": { "title": "Huset: Avvikelser", "version": "1.0.0", "description": "Avvikelser från rapport till lärdom. / Deviations from report to lesson.", "contact": { "name": "Kommunen" } },
          "paths": {
            "/deviations/v1/deviations": {
              "get": {
                "tags": ["deviations"], "operationId": "listDeviations", "summary": "Lista avvikelser / List deviations", "description": "De du får se. / Those that you may see.",
                "parameters": [
                  { "name": "status", "in": "query", "description": "Var ärendet står. / Where the case stands.", "schema": { "enum": ["reported", "closed"], "type": "string" } },
                  { "name": "limit", "in": "query", "description": "Rader per sida. / Rows a page.", "schema": { "type": "integer", "minimum": 1, "maximum": 100, "default": 20 } }
                ],
                "responses": { "200": { "description": "Sidan. / The page." } }
              },
              "post": {
                "tags": ["deviations"], "operationId": "reportDeviation", "summary": "Rapportera en avvikelse / Report a deviation", "description": "Sparar den. / Stores it.",
                "parameters": [{ "name": "Idempotency-Key", "in": "header", "description": "Nytt för varje ny sak. / New for each new thing.", "schema": { "type": "string", "maxLength": 200 } }],
                "requestBody": { "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Report" }, "example": { "harm": "none", "causes": [{ "what": "Stress" }] } } } },
                "responses": {
                  "201": { "description": "Sparad. / Stored.", "headers": { "ETag": { "description": "Version.", "schema": { "type": "string" } } }, "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Report" } } } },
                  "400": { "description": "Ett fält är fel. / A field is wrong.", "content": { "application/problem+json": { "example": { "code": "request.invalid" } } } }
                }
              }
            },
            "/deviations/v1/deviations/{id}": {
              "get": {
                "tags": ["deviations"], "operationId": "readDeviation", "summary": "Läs en avvikelse / Read a deviation", "description": "Med historik. / With its history.",
                "parameters": [{ "name": "id", "in": "path", "required": true, "description": "Avvikelsens id. / Its id.", "schema": { "type": "string", "format": "uuid" }, "example": "0199c1d2-7b3a-7c4e-9f10-5a6b7c8d9e0f" }],
                "responses": { "200": { "description": "Avvikelsen. / The deviation." } }
              }
            }
          },
          "components": { "schemas": {
            "Harm": { "type": "string", "enum": ["none", "minor"] },
            "Report": { "type": "object", "required": ["harm"], "properties": {
              "harm": { "$ref": "#/components/schemas/Harm" },
              "causes": { "type": "array", "items": { "type": "object", "properties": { "what": { "type": "string", "maxLength": 200, "description": "Orsaken. / The cause." } } } }
            } }
          } }
        }
        """;

    [GeneratedRegex("\\s+")]
    private static partial Regex Whitespace();

    [GeneratedRegex("src=\"([^\"]*gateway/api[^\"]*\\.js)\"")]
    private static partial Regex ModuleAddress();

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 11, 22, 8, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
