using System.Security.Cryptography;
using System.Text;

namespace Huset.EndToEnd.Tests;

/// <summary>What the front door lets in and what it says when it does not.</summary>
public sealed class DoorTests(Platform platform)
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
