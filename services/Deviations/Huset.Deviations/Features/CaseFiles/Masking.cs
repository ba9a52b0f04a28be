using System.Text.RegularExpressions;
using Huset.ServiceDefaults;
using Huset.Ui;

namespace Huset.Deviations.Features.CaseFiles;

/// <summary>
/// Puts names and numbers out of sight in a case file that someone has asked to be given (OSL 2009:400 ch. 26 § 1: what may be told without harm is weighed before it is
/// given out). It knows the people that Huset knows, and the words that who gives it out adds; a name that nobody knows it cannot find, and the page says so.
/// </summary>
public sealed partial class Masking
{
    private static readonly Texts T = Texts.Of<Masking>();

    /// <summary>What stands in the place of a name.</summary>
    public static string Name => T["Name"];

    private readonly Regex? names;
    private readonly Regex? words;

    /// <param name="involved">Names of those who are in the case; each part of them is masked by itself too.</param>
    /// <param name="known">Full names of others that are mentioned.</param>
    /// <param name="more">Words that who gives the file out has added.</param>
    public Masking(IEnumerable<string> involved, IEnumerable<string> known, IEnumerable<string> more)
    {
        var full = involved.Where(name => name.Length > 0).ToHashSet();
        var all = known.Where(name => name.Contains(' ', StringComparison.Ordinal)).Concat(full).Concat(full.SelectMany(name => name.Split(' ', '-').Where(part => part.Length > 2))).Distinct();
        names = Of(all, RegexOptions.None);
        words = Of(more.Select(word => word.Trim()).Where(word => word.Length > 1).Distinct(), RegexOptions.IgnoreCase);
    }

    public string Of(string text)
    {
        var masked = IdentityNumbers.Without(text, T["Number"])!;
        masked = Email().Replace(masked, T["Email"]);
        masked = Phone().Replace(masked, T["Phone"]);
        masked = WithoutNames(masked);
        return words?.Replace(masked, T["Word"]) ?? masked;
    }

    /// <summary>The text with its numbers, and without the names.</summary>
    public string WithoutNames(string text) => names?.Replace(text, Name) ?? text;

    // The longest first, so that a whole name is one mark; with the genitive's s.
    private static Regex? Of(IEnumerable<string> texts, RegexOptions options)
    {
        var sought = string.Join('|', texts.OrderByDescending(text => text.Length).Select(Regex.Escape));
        return sought.Length == 0 ? null : new($@"\b(?:{sought})s?\b", options | RegexOptions.CultureInvariant);
    }

    [GeneratedRegex(@"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", RegexOptions.CultureInvariant)]
    private static partial Regex Email();

    [GeneratedRegex(@"(?<![\d-])(?:\+46|0)(?:[\s-]?\d){7,10}(?![\d])", RegexOptions.CultureInvariant)]
    private static partial Regex Phone();
}
