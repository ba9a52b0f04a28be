using System.Globalization;
using System.Text;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;

namespace Huset.Deviations.Features.Attachments;

/// <summary>A file as it is kept: what it is was told by its bytes and never by its name, and a picture holds nothing but the picture.</summary>
/// <param name="Name">Safe to save under, ending as what it is.</param>
/// <param name="Stripped">What it told beside itself (where it was taken, by which telephone, when) is cut away.</param>
public sealed record AttachedFile(string Name, string MediaType, byte[] Content, bool Stripped)
{
    private const int LongestName = 100;

    private static readonly Kind[] Kinds =
    [
        new("image/jpeg", [".jpg", ".jpeg"], sent => sent.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]), Pictures.Jpeg),
        new("image/png", [".png"], sent => sent.StartsWith(Pictures.PngSignature), Pictures.Png),
        new("image/webp", [".webp"], sent => sent.Length > 12 && sent.StartsWith("RIFF"u8) && sent[8..].StartsWith("WEBP"u8), Pictures.WebP),
        new("application/pdf", [".pdf"], sent => sent.StartsWith("%PDF-1."u8) || sent.StartsWith("%PDF-2."u8), null),
    ];

    /// <exception cref="InvalidFile">400: `attachment.empty`, `attachment.type-not-taken`, `attachment.damaged`.</exception>
    public static AttachedFile Of(string? name, byte[] sent)
    {
        if (sent.Length == 0) throw new InvalidFile("attachment.empty", "The file is empty.");
        var kind = Array.Find(Kinds, kind => kind.Is(sent)) ?? throw new InvalidFile("attachment.type-not-taken", "It is none of JPEG, PNG, WebP and PDF.");
        if (kind.Strip is null) return new(Safe(name, kind), kind.MediaType, Whole(sent), false);
        return new(Safe(name, kind), kind.MediaType, kind.Strip(sent) ?? throw new InvalidFile("attachment.damaged", "The picture cannot be read to its end."), true);
    }

    // Its last line may be followed by a little, but a file that was cut off has none.
    private static byte[] Whole(byte[] pdf) => pdf.AsSpan(Math.Max(0, pdf.Length - 2048)).IndexOf("%%EOF"u8) >= 0 ? pdf : throw new InvalidFile("attachment.damaged", "The PDF has no end.");

    private static string Safe(string? name, Kind kind)
    {
        name = (name ?? "").Split('/', '\\')[^1];
        var safe = new StringBuilder();
        // Runes, so that half a character never gets through; what cannot be seen can hide how a name ends.
        foreach (var rune in name.EnumerateRunes())
        {
            if (rune != Rune.ReplacementChar && Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned))
                safe.Append(rune.IsAscii && "<>:\"|?*;%".Contains((char)rune.Value, StringComparison.Ordinal) ? "_" : rune.ToString());
        }
        name = IdentityNumbers.Without(safe.ToString(), "_")!.Trim(' ', '.');
        var end = Array.Find(kind.Endings, ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
        var stem = (end is null ? name : name[..^end.Length]).Trim(' ', '.');
        if (stem.Length > LongestName) stem = stem[..(char.IsHighSurrogate(stem[LongestName - 1]) ? LongestName - 1 : LongestName)].TrimEnd(' ', '.');
        return (stem.Length == 0 ? "bilaga" : stem) + (end?.ToLowerInvariant() ?? kind.Endings[0]);
    }

    private delegate bool Looks(ReadOnlySpan<byte> sent);

    private sealed record Kind(string MediaType, string[] Endings, Looks Is, Func<byte[], byte[]?>? Strip);
}
