using System.Text.RegularExpressions;

namespace Huset.Gateway.Tests;

/// <summary>A person's browser without scripts: keeps cookies, follows redirects, says where its requests begin.</summary>
public sealed partial class Browser : IDisposable
{
    private readonly House house;
    private readonly HttpClient client;

    public Browser(House house)
    {
        this.house = house;
        client = new HttpClient(Cookies);
    }

    public CookieJar Cookies { get; } = new();

    public static async Task<Browser> SignedIn(House house, string user = "medarbetare", string path = "/")
    {
        var browser = new Browser(house);
        using var arrived = await browser.SignIn(user, path);
        Assert.True(arrived.IsSuccessStatusCode, $"{arrived.RequestMessage!.RequestUri} {arrived.StatusCode} {await arrived.Content.ReadAsStringAsync()}");
        return browser;
    }

    /// <summary>Goes to the address as nobody and signs in on the page that comes.</summary>
    public async Task<HttpResponseMessage> SignIn(string user, string path, Action? beforePassword = null)
    {
        using var login = await Visit(path == "/" ? "/bff/login" : path);
        var form = FormAction().Match(await login.Content.ReadAsStringAsync());
        Assert.True(form.Success, "There is a sign-in form.");
        var action = new Uri(login.RequestMessage!.RequestUri!, WebUtility.HtmlDecode(form.Groups[1].Value));
        beforePassword?.Invoke();
        using var post = new HttpRequestMessage(HttpMethod.Post, action)
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string> { ["username"] = user, ["password"] = "huset" }),
        };
        return await client.SendAsync(post);
    }

    /// <summary>Signs out on the realm's own page, without Huset's knowledge.</summary>
    public async Task SignOutAtRealm()
    {
        using var ask = await client.GetAsync($"{house.Identity.Realm}/protocol/openid-connect/logout");
        var page = await ask.Content.ReadAsStringAsync();
        using var done = await client.PostAsync(
            new Uri(ask.RequestMessage!.RequestUri!, WebUtility.HtmlDecode(LogoutForm().Match(page).Groups[1].Value)),
            new FormUrlEncodedContent(new Dictionary<string, string> { ["xsrf"] = Xsrf().Match(page).Groups[1].Value, ["logout"] = "yes" }));
        Assert.Contains("Du är utloggad", await done.Content.ReadAsStringAsync());
    }

    public async Task<HttpResponseMessage> Visit(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(new Uri(house.Url), path)) { Headers = { Accept = { new("text/html") } } };
        return await client.SendAsync(request);
    }

    public async Task<Got> VisitEcho(string path)
    {
        using var response = await Visit(path);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return (await response.Content.ReadFromJsonAsync<Got>())!;
    }

    public async Task<HttpResponseMessage> Send(HttpMethod method, string path, HttpContent? body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, new Uri(new Uri(house.Url), path)) { Content = body };
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return await client.SendAsync(request);
    }

    public void Dispose() => client.Dispose();

    [GeneratedRegex("<form method=\"post\" action=\"([^\"]+)\"")]
    private static partial Regex FormAction();

    [GeneratedRegex("<form id=\"op.logoutForm\" method=\"post\" action=\"([^\"]+)\"")]
    private static partial Regex LogoutForm();

    [GeneratedRegex("name=\"xsrf\" value=\"([^\"]+)\"")]
    private static partial Regex Xsrf();
}
