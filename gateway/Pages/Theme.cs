using System.Globalization;
using System.Net.Mime;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using System.Xml;
using Huset.Ui;
using Microsoft.Net.Http.Headers;

namespace Huset.Gateway.Pages;

/// <summary>A theme that cannot be used; the message says what to change. The gateway does not start with one.</summary>
public sealed class ThemeRefused(string message) : Exception(message);

/// <summary>
/// A municipality's own colours and logo, from the folder that `Huset:Theme` names: `tema.json` and, if there is one, `logotyp.svg` or `logotyp.png`.
/// Every pair of colours that carries text is held against WCAG 2.2 (1.4.3: 4.5 to 1; 1.4.11: 3 to 1) in light and dark before it is used.
/// </summary>
internal sealed partial record Theme(string Css, byte[]? Logo, string LogoType)
{
    private const int MaxLogo = 200 * 1024;
    private static readonly byte[] Png = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0d, 0x0a, 0x1a, 0x0a];

    private static readonly string[] Own = ["bar", "bar-ink", "brand", "brand-hover", "brand-ink", "brand-wash", "link", "falu", "trim", "slate", "stone", "stone-face"];

    private static readonly (string Ink, string On, double Least)[] Pairs =
    [
        ("bar-ink", "bar", 4.5), ("focus", "bar", 3), ("button-ink", "brand", 4.5), ("button-ink", "brand-hover", 4.5),
        ("brand-ink", "paper", 4.5), ("brand-ink", "ground", 4.5), ("brand-ink", "brand-wash", 4.5), ("ink", "brand-wash", 4.5),
        ("link", "paper", 4.5), ("link", "ground", 4.5), ("link", "brand-wash", 4.5),
        ("trim", "falu", 4.5), ("ink", "stone-face", 4.5), ("ink-soft", "stone-face", 4.5),
    ];

    private sealed record File(Dictionary<string, string>? Light, Dictionary<string, string>? Dark, double? LogoWidth);

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    /// <summary>The theme of this installation; Huset's own when no folder is named.</summary>
    /// <exception cref="ThemeRefused">The folder, a file or a colour is not as it must be.</exception>
    public static Theme Read(IConfiguration configuration) => configuration["Huset:Theme"] is { Length: > 0 } folder ? Read(folder) : new("", null, "");

    private static Theme Read(string folder)
    {
        var path = Path.Combine(folder, "tema.json");
        if (!System.IO.File.Exists(path)) throw new ThemeRefused($"There is no {path}. Huset:Theme must name a folder with tema.json in it.");
        File file;
        try
        {
            file = JsonSerializer.Deserialize<File>(System.IO.File.ReadAllText(path), Json) ?? new(null, null, null);
        }
        catch (JsonException e)
        {
            throw new ThemeRefused($"{path} cannot be read: {e.Message}");
        }
        var (light, dark) = (Colours(path, "light", file.Light), Colours(path, "dark", file.Dark));
        var (plainLight, plainDark) = Plain();
        var wrong = Weak("light", Over(plainLight, light)).Concat(Weak("dark", Over(plainDark, dark))).ToList();
        if (wrong.Count > 0) throw new ThemeRefused($"{path} is refused, because it could not be read by everyone:\n{string.Join('\n', wrong)}");
        var (logo, type) = ReadLogo(folder);
        if (file.LogoWidth is < 1 or > 14) throw new ThemeRefused($"logoWidth in {path} must be 1 to 14, in widths of the text (rem).");
        return new(ToCss(light, dark, logo is null ? null : file.LogoWidth ?? 1.9), logo, type);
    }

    private static Dictionary<string, string> Colours(string path, string scheme, Dictionary<string, string>? colours)
    {
        foreach (var (name, value) in colours ?? [])
        {
            if (!Own.Contains(name)) throw new ThemeRefused($"{path}, {scheme}: {name} is no colour that can be set. These can: {string.Join(", ", Own)}.");
            if (!Hex().IsMatch(value)) throw new ThemeRefused($"{path}, {scheme}: {name} must be written as #rrggbb, not {value}.");
        }
        return colours ?? [];
    }

    private static IEnumerable<string> Weak(string scheme, Dictionary<string, string> colours) =>
        from pair in Pairs
        let contrast = Contrast(colours[pair.Ink], colours[pair.On])
        where contrast < pair.Least
        select string.Create(CultureInfo.InvariantCulture, $"  {scheme}: {pair.Ink} {colours[pair.Ink]} on {pair.On} {colours[pair.On]} has contrast {contrast:0.00}, at least {pair.Least} is needed");

    private static Dictionary<string, string> Over(Dictionary<string, string> plain, Dictionary<string, string> own) =>
        plain.ToDictionary(colour => colour.Key, colour => own.GetValueOrDefault(colour.Key, colour.Value));

    /// <summary>The contrast of two colours, 1 to 21, as WCAG defines it.</summary>
    public static double Contrast(string one, string other)
    {
        var (a, b) = (Luminance(one), Luminance(other));
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    private static double Luminance(string hex)
    {
        double Part(int at)
        {
            var value = int.Parse(hex.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;
            return value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
        }
        return (0.2126 * Part(1)) + (0.7152 * Part(3)) + (0.0722 * Part(5));
    }

    // The style sheet itself is where Huset's own colours are.
    private static (Dictionary<string, string> Light, Dictionary<string, string> Dark) Plain()
    {
        using var reader = new StreamReader(typeof(HusetLayout).Assembly.GetManifestResourceStream("huset.css")!);
        var blocks = Root().Matches(reader.ReadToEnd());
        var light = Variables(blocks[0].Value);
        light["button-ink"] = "#ffffff";
        return (light, Over(light, Variables(blocks[1].Value)));
    }

    private static Dictionary<string, string> Variables(string block) => Variable().Matches(block).ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);

    private static (byte[]? Logo, string Type) ReadLogo(string folder)
    {
        var (svg, png) = (Path.Combine(folder, "logotyp.svg"), Path.Combine(folder, "logotyp.png"));
        var path = System.IO.File.Exists(svg) ? svg : System.IO.File.Exists(png) ? png : null;
        if (path is null) return (null, "");
        if (new FileInfo(path).Length > MaxLogo) throw new ThemeRefused($"{path} is larger than {MaxLogo / 1024} kB.");
        var bytes = System.IO.File.ReadAllBytes(path);
        if (!(path == svg ? IsSvg(bytes) : bytes.AsSpan().StartsWith(Png)))
            throw new ThemeRefused($"{path} is no picture of the kind that its name says.");
        return (bytes, path == svg ? "image/svg+xml" : MediaTypeNames.Image.Png);
    }

    private static bool IsSvg(byte[] bytes)
    {
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(bytes), new() { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null });
            return reader.MoveToContent() == XmlNodeType.Element && reader.LocalName == "svg";
        }
        catch (XmlException)
        {
            return false;
        }
    }

    private static string ToCss(Dictionary<string, string> light, Dictionary<string, string> dark, double? logoWidth)
    {
        var css = new StringBuilder();
        if (light.Count > 0) css.Append($":root {{ {Declare(light)} }}\n");
        // What is set for light alone must not shine through in the dark.
        var all = light.Keys.Except(dark.Keys).ToDictionary(name => name, name => Plain().Dark[name]);
        foreach (var (name, value) in dark) all[name] = value;
        if (all.Count > 0) css.Append($"@media (prefers-color-scheme: dark) {{ :root {{ {Declare(all)} }} }}\n");
        if (logoWidth is { } width) css.Append(CultureInfo.InvariantCulture, $".bar .name::before {{ width: {width}rem; height: 1.9rem; background-image: url(\"logotyp\"); }}\n");
        return css.ToString();

        static string Declare(Dictionary<string, string> colours) => string.Join(' ', colours.Select(colour => $"--h-{colour.Key}: {colour.Value};"));
    }

    [GeneratedRegex("^#[0-9a-fA-F]{6}$")]
    private static partial Regex Hex();

    [GeneratedRegex(@":root \{[^}]*\}")]
    private static partial Regex Root();

    [GeneratedRegex(@"--h-([a-z-]+): (#[0-9a-f]{6});")]
    private static partial Regex Variable();
}

internal static class ThemeEndpoints
{
    /// <summary>Below `/_content`, where no session is looked up: the colours are the same for everyone.</summary>
    public static void MapTheme(this WebApplication app, Theme theme)
    {
        var css = Encoding.UTF8.GetBytes(theme.Css);
        app.MapGet("/_content/tema.css", (HttpContext context) => Send(context, css, "text/css; charset=utf-8")).AllowAnonymous();
        if (theme.Logo is not { } logo) return;
        app.MapGet("/_content/logotyp", (HttpContext context) =>
        {
            // A picture may be opened as a page of its own, and then does nothing but be looked at.
            context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; sandbox";
            return Send(context, logo, theme.LogoType);
        }).AllowAnonymous();
    }

    private static IResult Send(HttpContext context, byte[] bytes, string type)
    {
        context.Response.Headers.CacheControl = "public, max-age=300";
        return Results.File(bytes, type, entityTag: new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes))[..16]}\""));
    }
}
