using System.Text;
using Huset.Deviations.Features.Attachments;
using Huset.ServiceDefaults.Http;

namespace Huset.Deviations.Tests;

/// <summary>What is kept of a file that someone attaches.</summary>
public sealed class PicturesTests
{
    /// <summary>Where the picture was taken, in every place that telephones and programs write it.</summary>
    private const string Secret = "59.3293N18.0686E";

    /// <summary>A picture as a telephone stores it: lying, with its place, a thumbnail and a small film after its end.</summary>
    internal static byte[] Jpeg(int orientation = 6) =>
    [
        0xFF, 0xD8,
        .. Segment(0xE0, [.. "JFIF\0"u8, 1, 2, 0, 0, 1, 0, 1, 1, 1, 1, 2, 3]),
        .. Segment(0xE1, [.. "Exif\0\0II*\0"u8, 8, 0, 0, 0, 2, 0, 0x0F, 0x01, 2, 0, 4, 0, 0, 0, 65, 66, 67, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, (byte)orientation, 0, 0, 0, 0, 0, 0, 0, .. Text]),
        .. Segment(0xE1, [.. "http://ns.adobe.com/xap/1.0/\0"u8, .. Text]),
        .. Segment(0xE2, [.. "ICC_PROFILE\0"u8, .. Text]),
        .. Segment(0xED, [.. "Photoshop 3.0\0"u8, .. Text]),
        .. Segment(0xEE, [.. "Adobe"u8, 0, 100, 0, 0, 0, 0, 1]),
        .. Segment(0xFE, Text),
        .. Segment(0xDB, [0, .. new byte[64]]),
        .. Segment(0xC0, [8, 0, 1, 0, 1, 1, 1, 0x11, 0]),
        .. Segment(0xC4, [0, .. new byte[16]]),
        .. Segment(0xDA, [1, 1, 0, 0, 63, 0]), 0x12, 0xFF, 0x00, 0x34, 0xFF, 0xD0, 0x56,
        0xFF, 0xD9,
        .. "PK\x03\x04<script>alert(1)</script>"u8, .. Text,
    ];

    internal static byte[] Png() =>
    [
        0x89, .. "PNG\r\n\x1A\n"u8,
        .. Chunk("IHDR", [0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]), .. Chunk("tEXt", Text), .. Chunk("iTXt", Text), .. Chunk("zTXt", Text), .. Chunk("eXIf", Text), .. Chunk("tIME", Text), .. Chunk("iCCP", Text),
        .. Chunk("IDAT", [0x78, 0x9C, 0x63, 0, 0, 0, 2, 0, 1]), .. Chunk("IEND", []), .. Text,
    ];

    internal static byte[] WebP() =>
        Riff([.. Part("VP8X", [0x3C, 0, 0, 0, 0, 0, 0, 0, 0, 0]), .. Part("ICCP", Text), .. Part("ALPH", [0, 1, 2]), .. Part("VP8 ", [1, 2, 3, 4]), .. Part("EXIF", Text), .. Part("XMP ", Text)]);

    internal static byte[] Pdf() => [.. "%PDF-1.7\n1 0 obj << /Author ("u8, .. Text, .. ") >> endobj\ntrailer << >>\n%%EOF\n"u8];

    private static byte[] Text => Encoding.ASCII.GetBytes(Secret);

    public static TheoryData<string, byte[]> Told => new() { { "image/jpeg", Jpeg() }, { "image/png", Png() }, { "image/webp", WebP() } };

    [Theory]
    [MemberData(nameof(Told))]
    public void A_picture_keeps_nothing_of_what_it_tells_beside_itself(string mediaType, byte[] sent)
    {
        var kept = AttachedFile.Of("golvet.pdf", sent);
        Assert.Equal(mediaType, kept.MediaType);
        Assert.True(kept.Stripped);
        Assert.DoesNotContain(Secret, Encoding.Latin1.GetString(kept.Content));
        Assert.DoesNotContain("script", Encoding.Latin1.GetString(kept.Content));
        // What is kept is a picture again, and nothing more can be cut from it.
        Assert.Equal(kept.Content, AttachedFile.Of("golvet", kept.Content).Content);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(6, true)]
    [InlineData(9, false)]
    public void A_standing_picture_still_tells_which_way_is_up(int orientation, bool told)
    {
        var kept = AttachedFile.Of("golvet.jpg", Jpeg(orientation)).Content;
        Assert.Equal(told, kept.AsSpan().IndexOf("Exif\0\0MM\0*\0\0\0\b\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06"u8) > 0);
        // Its coded data is as it was, with its stuffed zero and its restart.
        Assert.True(kept.AsSpan().EndsWith((ReadOnlySpan<byte>)[0x12, 0xFF, 0x00, 0x34, 0xFF, 0xD0, 0x56, 0xFF, 0xD9]));
        Assert.True(kept.AsSpan().IndexOf("Adobe"u8) > 0);
    }

    [Fact]
    public void A_pdf_is_kept_as_it_came()
    {
        var kept = AttachedFile.Of("protokoll.pdf", Pdf());
        Assert.Equal(Pdf(), kept.Content);
        Assert.False(kept.Stripped);
    }

    [Theory]
    [MemberData(nameof(Told))]
    public void A_picture_that_is_cut_off_or_altered_anywhere_is_refused_or_still_tells_nothing(string mediaType, byte[] sent)
    {
        Assert.NotEqual("", mediaType);
        for (var length = 0; length < sent.Length; length++) Check(sent[..length]);
        foreach (var wrong in new byte[] { 0x00, 0x7F, 0xFF })
        {
            for (var at = 0; at < sent.Length; at++)
            {
                var altered = sent.ToArray();
                altered[at] = wrong;
                Check(altered);
            }
        }

        // Whatever comes in, there is an answer: a picture that is whole, or a code.
        static void Check(byte[] sent)
        {
            try
            {
                var kept = AttachedFile.Of("x", sent);
                Assert.Equal(kept.Content, AttachedFile.Of("x", kept.Content).Content);
            }
            catch (InvalidFile refused)
            {
                Assert.StartsWith("attachment.", refused.Code);
            }
        }
    }

    public static TheoryData<string, byte[]> Wrong => new()
    {
        { "attachment.empty", [] },
        { "attachment.type-not-taken", [.. "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"u8] },
        { "attachment.type-not-taken", [.. "MZ"u8, .. new byte[100]] },
        { "attachment.type-not-taken", [.. "<html>"u8, .. Pdf()] },
        { "attachment.type-not-taken", [0, 0, 0, 24, .. "ftypheic"u8, .. new byte[100]] },
        { "attachment.type-not-taken", [.. "GIF89a"u8, .. new byte[100]] },
        { "attachment.damaged", [0xFF, 0xD8, 0xFF] },
        { "attachment.damaged", [0xFF, 0xD8, 0xFF, 0xD9] },
        { "attachment.damaged", [.. "%PDF-1.4 <script>"u8] },
        { "attachment.damaged", Riff([.. Part("VP8X", [2, 0, 0, 0, 0, 0, 0, 0, 0, 0]), .. Part("ANIM", [0, 0, 0, 0, 0, 0]), .. Part("ANMF", new byte[24])]) },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_is_no_whole_picture_or_pdf_is_refused_with_a_code(string code, byte[] sent) =>
        Assert.Equal(code, Assert.Throws<InvalidFile>(() => AttachedFile.Of("bild.jpg", sent)).Code);

    [Theory]
    [InlineData("golvet.PNG", "golvet.png")]
    [InlineData("faktura.exe", "faktura.exe.png")]
    [InlineData("bild.jpg", "bild.jpg.png")]
    [InlineData("../../etc/passwd", "passwd.png")]
    [InlineData("C:\\fakesökväg\\hallen på våningen.png", "hallen på våningen.png")]
    [InlineData("gnp\u202Etxt.exe", "gnptxt.exe.png")]
    [InlineData("a\0b\r\nc\".png", "abc_.png")]
    [InlineData("ringer 19121212-1212 hem.png", "ringer _ hem.png")]
    [InlineData("..", "bilaga.png")]
    [InlineData(null, "bilaga.png")]
    [InlineData("\uD83D", "bilaga.png")]
    public void A_name_is_safe_to_save_under_and_ends_as_what_the_file_is(string? name, string kept) => Assert.Equal(kept, AttachedFile.Of(name, Png()).Name);

    [Fact]
    public void A_long_name_is_cut_and_no_character_in_two() =>
        Assert.Equal(new string('x', 99) + ".png", AttachedFile.Of(new string('x', 99) + "😀😀.png", Png()).Name);

    private static byte[] Segment(byte marker, byte[] content) => [0xFF, marker, (byte)((content.Length + 2) >> 8), (byte)(content.Length + 2), .. content];

    private static byte[] Chunk(string type, byte[] content) => [0, 0, (byte)(content.Length >> 8), (byte)content.Length, .. Encoding.ASCII.GetBytes(type), .. content, 1, 2, 3, 4];

    private static byte[] Part(string type, byte[] content) => [.. Encoding.ASCII.GetBytes(type), .. BitConverter.GetBytes(content.Length), .. content, .. new byte[content.Length & 1]];

    private static byte[] Riff(byte[] parts) => [.. "RIFF"u8, .. BitConverter.GetBytes(parts.Length + 4), .. "WEBP"u8, .. parts];
}
