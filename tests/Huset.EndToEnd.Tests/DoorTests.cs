using System.Security.Cryptography;
using System.Text;
using Microsoft.Playwright;

namespace Huset.EndToEnd.Tests;

/// <summary>What the front door lets in and what it says when it does not.</summary>
public sealed class DoorTests(Platform platform, Browser browser)
{
    private const string Path = "/deviations/v1/deviations";

    [Fact]
    public async Task Another_units_manager_does_not_find_the_case()
    {
        using var employee = await platform.As("medarbetare");
        var id = await TravelTests.Report(employee);
        using var own = await platform.As("enhetschef");
        using var other = await platform.As("chef-solgarden");
        await own.GetAsync($"{Path}/{id}").Json();
        await other.GetAsync($"{Path}/{id}").Problem(HttpStatusCode.NotFound, "resource.not-found");
    }

    [Fact]
    public async Task Nobody_a_forged_a_foreign_and_a_spoiled_token_are_401()
    {
        var good = await platform.Token(new() { ["grant_type"] = "password", ["client_id"] = "huset-cli", ["username"] = "medarbetare", ["password"] = "huset" });
        using var nobody = platform.Client(null);
        await nobody.GetAsync(Path).Problem(HttpStatusCode.Unauthorized, "user.not-signed-in");

        var parts = good.Split('.');
        var claims = Encoding.UTF8.GetString(Microsoft.IdentityModel.Tokens.Base64UrlEncoder.DecodeBytes(parts[1]));
        var raised = $"{parts[0]}.{Microsoft.IdentityModel.Tokens.Base64UrlEncoder.Encode(claims.Replace("\"medarbetare\"", "\"kvalitetsutvecklare\""))}.{parts[2]}";
        var unsigned = $"{Microsoft.IdentityModel.Tokens.Base64UrlEncoder.Encode("{\"alg\":\"none\",\"typ\":\"JWT\"}")}.{parts[1]}.";
        using var rsa = RSA.Create(2048);
        var issuer = platform.Status.GetProperty("identity").GetString()!;
        var foreign = TestTokens.For(TestUsers.Manager, issuer: issuer, key: new Microsoft.IdentityModel.Tokens.RsaSecurityKey(rsa) { KeyId = "foreign" });
        foreach (var token in new[] { raised, unsigned, foreign, "inget", TestTokens.For(TestUsers.Manager) })
        {
            using var client = platform.Client(token);
            Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync(Path)).StatusCode);
        }
    }

    [Fact]
    public async Task A_wrong_field_is_named_and_a_huge_body_is_refused()
    {
        using var employee = await platform.As("medarbetare");
        var report = Platform.Report();
        report["harm"] = "lots";
        await employee.Post(Path, report).NamesField("harm");
        var huge = new ByteArrayContent(new byte[11 * 1024 * 1024]) { Headers = { ContentType = new("application/json") } };
        await employee.PostAsync(Path, huge).Problem(HttpStatusCode.RequestEntityTooLarge, "request.too-large");
    }

    [Fact]
    public async Task The_same_key_twice_is_one_deviation()
    {
        using var employee = await platform.As("medarbetare");
        using var client = employee;
        var report = Platform.Report();
        async Task<string> Send()
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = System.Net.Http.Json.JsonContent.Create(report) };
            request.Headers.Add("Idempotency-Key", "samma-nyckel");
            return (await client.SendAsync(request).Json(HttpStatusCode.Created)).GetProperty("id").GetString()!;
        }

        Assert.Equal(await Send(), await Send());
    }

    [Fact]
    public async Task A_stale_version_is_412_a_missing_one_428_and_a_key_with_another_body_422()
    {
        using var employee = await platform.As("medarbetare");
        using var manager = await platform.As("enhetschef");
        var id = await TravelTests.Report(employee);
        Task<HttpResponseMessage> HandOver(string track, string? version, string? key = null)
        {
            var request = new HttpRequestMessage(HttpMethod.Post, $"{Path}/{id}/tracks") { Content = System.Net.Http.Json.JsonContent.Create(new { track, reason = "Misstänkt missförhållande." }) };
            if (version is not null) request.Headers.TryAddWithoutValidation("If-Match", version);
            if (key is not null) request.Headers.Add("Idempotency-Key", key);
            return manager.SendAsync(request);
        }

        await HandOver("lex-sarah", "\"7\"").Problem(HttpStatusCode.PreconditionFailed, "resource.stale");
        await HandOver("lex-sarah", null).Problem((HttpStatusCode)428, "if-match.missing");
        var first = await HandOver("lex-sarah", "\"1\"", "en-nyckel").Json();
        Assert.Equal(first.GetRawText(), (await HandOver("lex-sarah", "\"1\"", "en-nyckel").Json()).GetRawText());
        await HandOver("lex-maria", "\"1\"", "en-nyckel").Problem(HttpStatusCode.UnprocessableEntity, "idempotency-key.reused");

        using var lex = await platform.As("lex");
        await lex.GetAsync($"{Path}/{id}").Json();
        foreach (var loser in new[] { "enhetschef", "mas", "kvalitet", "admin" })
        {
            using var client = await platform.As(loser);
            await client.GetAsync($"{Path}/{id}").Problem(HttpStatusCode.NotFound, "resource.not-found");
        }
        Assert.True((await employee.GetAsync($"{Path}/{id}").Json()).GetProperty("handedOver").GetBoolean());
    }

    [Fact]
    public async Task A_form_from_another_origin_is_refused_though_the_session_is_good()
    {
        var page = await browser.SignedIn(platform, "medarbetare", 1280);
        foreach (var (origin, expected) in new[] { ("https://annan.example", 403), (platform.Url.Replace("localhost", "127.0.0.1", StringComparison.Ordinal), 403), (platform.Url, 200) })
        {
            var form = page.APIRequest.CreateFormData();
            form.Set("_handler", "rapport");
            var answer = await page.APIRequest.PostAsync($"{platform.Url}/avvikelser/ny", new() { Form = form, Headers = new Dictionary<string, string> { ["Origin"] = origin } });
            Assert.Equal(expected, answer.Status);
        }
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_form_opened_yesterday_sends_after_signing_in_anew_and_a_new_deployment()
    {
        var page = await browser.SignedIn(platform, "medarbetare", 1280);
        await page.GotoAsync($"{platform.Url}/avvikelser/ny");
        await page.GetByLabel("Vård eller läkemedel").CheckAsync();
        await page.GetByLabel("Beskriv med egna ord").FillAsync("Skrivet i går och skickat i dag. Ingen mådde dåligt.");
        await page.GetByLabel("Nej, men det kunde ha gått illa").CheckAsync();

        // Over night: the session ends, and service and gateway are other processes in the morning.
        var morning = await page.Context.NewPageAsync();
        await morning.GotoAsync($"{platform.Url}/");
        await morning.GetByRole(AriaRole.Button, new() { Name = "Logga ut" }).First.ClickAsync();
        await Assertions.Expect(morning.GetByRole(AriaRole.Link, new() { Name = "Logga in" }).First).ToBeVisibleAsync();
        foreach (var part in new[] { "deviations", "gateway" })
        {
            var dead = await platform.Kill(part);
            await Platform.Eventually(async () => await platform.Pid(part) is { } pid && pid != dead && await platform.IsReady(), TimeSpan.FromSeconds(60), $"{part} is back");
        }
        await Browser.SignIn(morning, platform, "medarbetare");

        await page.GetByRole(AriaRole.Button, new() { Name = "Skicka rapport" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Tack, rapporten är sparad")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("Skrivet i går");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Status_tells_scripts_what_they_need()
    {
        await platform.ReadStatus();
        var status = platform.Status;
        Assert.EndsWith("/realms/huset", status.GetProperty("identity").GetString());
        foreach (var client in new[] { "huset-integration", "huset-analyst" }) Assert.False(string.IsNullOrEmpty(status.GetProperty("clients").GetProperty(client).GetString()));
        foreach (var service in new[] { "processes", "deviations", "analytics", "gateway" })
        {
            var told = status.GetProperty("services").GetProperty(service);
            Assert.True(told.GetProperty("pid").GetInt32() > 1);
            Assert.StartsWith("http://localhost:", told.GetProperty("url").GetString());
        }
        Assert.StartsWith("amqp://", status.GetProperty("broker").GetProperty("amqp").GetString());
        Assert.StartsWith("http", status.GetProperty("broker").GetProperty("management").GetString());
        Assert.True(status.GetProperty("database").GetProperty("port").GetInt32() > 0);
    }

    [Fact]
    public async Task Another_system_signs_in_with_its_own_secret_and_reports()
    {
        using var integration = await platform.AsClient("huset-integration");
        await TravelTests.Report(integration);
    }
}
