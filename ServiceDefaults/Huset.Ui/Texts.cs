using System.Collections.Concurrent;
using System.Globalization;
using System.Resources;

namespace Huset.Ui;

/// <summary>The Swedish texts of a page: the .resx file beside it, with the same name.</summary>
public sealed class Texts
{
    private static readonly ConcurrentDictionary<Type, Texts> Known = new();
    private readonly ResourceManager? resources;
    private readonly Texts? behind;

    private Texts(Type page)
    {
        if (page.Assembly.GetManifestResourceInfo($"{page.FullName}.resources") is not null) resources = new ResourceManager(page);
    }

    private Texts(ResourceManager? resources, Texts behind) => (this.resources, this.behind) = (resources, behind);

    /// <summary>Texts that every page may use.</summary>
    public static Texts General => Of<Texts>();

    public static Texts Of<TPage>() => Of(typeof(TPage));

    public static Texts Of(Type page) => Known.GetOrAdd(page, type => new Texts(type));

    /// <summary>These, and where they have none those of a part that several services' pages share.</summary>
    public Texts Before(Texts others) => new(resources, others);

    /// <summary>The text, or null when the page has none for the key.</summary>
    public string? Find(string key) => resources?.GetString(key, CultureInfo.InvariantCulture) ?? behind?.Find(key);

    /// <summary>The text; the key itself when it is missing, so that the page still shows and the lack is seen.</summary>
    public string this[string key] => Find(key) ?? key;

    /// <summary>The text with its {0}, {1} filled in.</summary>
    public string this[string key, params object?[] values] => string.Format(Swedish, this[key], values);

    /// <summary>The text for one or for many: `key.One` and `key.Many`, its {value} left for who shows the number.</summary>
    public string Plural(string key, long number) => this[number == 1 ? $"{key}.One" : $"{key}.Many"];

    /// <summary>How numbers, days and times are written.</summary>
    public static CultureInfo Swedish { get; } = CultureInfo.GetCultureInfo("sv-SE");

    /// <summary>"20 november 2026".</summary>
    public static string Day(DateOnly day) => day.ToString("d MMMM yyyy", Swedish);
}
