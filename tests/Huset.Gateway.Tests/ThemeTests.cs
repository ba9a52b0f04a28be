using System.Globalization;
using Huset.AppHost.Local;
using Huset.Gateway.Pages;
using Microsoft.Extensions.Configuration;

namespace Huset.Gateway.Tests;

/// <summary>A municipality's own colours and logo.</summary>
public sealed class ThemeTests(House house) : IDisposable
{
    private const string Svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 3 1\"><path d=\"M0 0h3v1H0z\"/></svg>";
    private readonly string folder = PrivateFolder.CreateTemporary("huset-test-theme");

    public void Dispose() => PrivateFolder.Delete(folder);

    [Fact]
    public async Task Every_page_links_to_the_colours_and_they_are_the_municipalitys()
    {
        Write("""{ "light": { "bar": "#1b2a5c", "brand": "#2b3f8a", "brand-hover": "#1b2a5c" }, "dark": { "bar": "#101a3a" }, "logoWidth": 5.5 }""");
        File.WriteAllText(Path.Combine(folder, "logotyp.svg"), Svg);
        var (another, url) = await house.Another(new() { ["Huset__Theme"] = folder });
        await using (another)
        {
            using var client = new HttpClient();
            Assert.Contains("<link rel=\"stylesheet\" href=\"/_content/tema.css\">", await client.GetStringAsync(url));
            using var css = await client.GetAsync($"{url}/_content/tema.css");
            Assert.Equal("text/css", css.Content.Headers.ContentType?.MediaType);
            var text = await css.Content.ReadAsStringAsync();
            Assert.Contains(":root { --h-bar: #1b2a5c; --h-brand: #2b3f8a; --h-brand-hover: #1b2a5c; }", text);
            // What is only set for light is Huset's own in the dark.
            Assert.Contains("--h-brand: #1f766c;", text);
            Assert.Contains("--h-bar: #101a3a;", text);
            Assert.Contains("width: 5.5rem;", text);
            using var logo = await client.GetAsync($"{url}/_content/logotyp");
            Assert.Equal(("image/svg+xml", Svg), (logo.Content.Headers.ContentType?.MediaType, await logo.Content.ReadAsStringAsync()));
            Assert.Contains("sandbox", logo.Header("Content-Security-Policy"));
            using var request = new HttpRequestMessage(HttpMethod.Get, $"{url}/_content/tema.css") { Headers = { IfNoneMatch = { css.Headers.ETag! } } };
            using var again = await client.SendAsync(request);
            Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        }
    }

    [Fact]
    public async Task Without_a_theme_the_style_sheet_is_there_and_empty()
    {
        using var css = await house.Get("/_content/tema.css");
        Assert.Equal((HttpStatusCode.OK, ""), (css.StatusCode, await css.Content.ReadAsStringAsync()));
        using var logo = await house.Get("/_content/logotyp");
        Assert.NotEqual(HttpStatusCode.OK, logo.StatusCode);
    }

    [Theory]
    [InlineData("""{ "light": { "bar": "#ffd700" } }""", "light: bar-ink #ffffff on bar #ffd700 has contrast 1.40, at least 4.5 is needed")]
    [InlineData("""{ "light": { "link": "#7fb2c0" } }""", "light: link #7fb2c0 on paper #ffffff")]
    [InlineData("""{ "dark": { "link": "#0b5a6f" } }""", "dark: link #0b5a6f on paper #1d2524")]
    [InlineData("""{ "light": { "falu": "#f0c0b0" } }""", "light: trim #fffdf8 on falu #f0c0b0")]
    [InlineData("""{ "light": { "brand": "red; } body { display: none" } }""", "must be written as #rrggbb")]
    [InlineData("""{ "light": { "paper": "#ffffff" } }""", "paper is no colour that can be set")]
    [InlineData("""{ "colors": {} }""", "cannot be read")]
    [InlineData("""{ "light": """, "cannot be read")]
    public void A_theme_that_not_everyone_can_read_is_refused_with_what_to_change(string json, string message)
    {
        Write(json);
        Assert.Contains(message, Assert.Throws<ThemeRefused>(Read).Message);
    }

    [Fact]
    public void A_logo_that_is_no_picture_and_a_folder_without_a_theme_are_refused()
    {
        Assert.Contains("There is no", Assert.Throws<ThemeRefused>(Read).Message);
        Write("{}");
        File.WriteAllText(Path.Combine(folder, "logotyp.png"), Svg);
        Assert.Contains("is no picture", Assert.Throws<ThemeRefused>(Read).Message);
        File.WriteAllText(Path.Combine(folder, "logotyp.svg"), "<html></html>");
        Assert.Contains("is no picture", Assert.Throws<ThemeRefused>(Read).Message);
        File.WriteAllText(Path.Combine(folder, "logotyp.svg"), new string(' ', 210_000) + Svg);
        Assert.Contains("larger than", Assert.Throws<ThemeRefused>(Read).Message);
    }

    [Fact]
    public void Husets_own_colours_pass_the_check_themselves()
    {
        Write("{}");
        Assert.Equal("", Read().Css);
    }

    // Known pairs: black on white is 21, and #767676 is the lightest grey that is readable on white.
    [Theory]
    [InlineData("#000000", "#ffffff", "21.00")]
    [InlineData("#767676", "#ffffff", "4.54")]
    [InlineData("#777777", "#ffffff", "4.48")]
    [InlineData("#123456", "#123456", "1.00")]
    public void Contrast_is_as_WCAG_defines_it(string one, string other, string contrast) =>
        Assert.Equal(contrast, Theme.Contrast(one, other).ToString("0.00", CultureInfo.InvariantCulture));

    private void Write(string json) => File.WriteAllText(Path.Combine(folder, "tema.json"), json);

    private Theme Read() => Theme.Read(new ConfigurationBuilder().AddInMemoryCollection([new("Huset:Theme", folder)]).Build());
}
