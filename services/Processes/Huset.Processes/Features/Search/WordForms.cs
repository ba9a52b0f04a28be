using System.Text.RegularExpressions;

namespace Huset.Processes.Features.Search;

/// <summary>
/// Forms of Swedish words that the database's own stemming keeps apart: it leaves the ending of huset, läkemedel loses an e in läkemedlet,
/// and hem doubles its m in hemmet.
/// </summary>
public static partial class WordForms
{
    private const string Ending = "et";

    /// <summary>A question in PostgreSQL's own writing, with each word's other stems beside it.</summary>
    public static string Wider(string question) => Word().Replace(question, found => $"( {string.Join(" | ", Stems(found.Groups["word"].Value).Select(stem => $"'{stem}'"))} )");

    private static IEnumerable<string> Stems(string stem)
    {
        string[] bare = stem.Length > 4 && stem.EndsWith(Ending, StringComparison.Ordinal) ? [stem, stem[..^2]] : [stem];
        string[] all = [.. bare.Concat(bare.Select(Other).OfType<string>())];
        return all.Concat(all.Where(one => one.Length > 2).Select(one => one + Ending)).Distinct();
    }

    private static string? Other(string stem) => stem switch
    {
        { Length: < 3 } => null,
        [.., var before, 'e', 'l'] when IsConsonant(before) => $"{stem[..^2]}l",
        [.., var before, 'l'] when IsConsonant(before) && before is not ('l' or 'r') => $"{stem[..^1]}el",
        [.., 'm', 'm'] => stem[..^1],
        [.., var before, 'm'] when !IsConsonant(before) => $"{stem}m",
        _ => null,
    };

    private static bool IsConsonant(char letter) => char.IsLetter(letter) && !"aeiouyåäöé".Contains(letter, StringComparison.Ordinal);

    // A word with a quote or a backslash in it is left as it is.
    [GeneratedRegex(@"(?<!')'(?<word>[\p{L}\p{Nd}-]+)'(?!')", RegexOptions.None, 1000)]
    private static partial Regex Word();
}
