using System.Buffers.Binary;

namespace Huset.Deviations.Features.Attachments;

/// <summary>
/// Copies of a picture that hold what is needed to draw it and nothing else. Only what is known to be needed is copied, and nothing from
/// after the picture's end, where another file may hide. Null when the bytes are not a whole picture.
/// </summary>
internal static class Pictures
{
    public static ReadOnlySpan<byte> PngSignature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>ITU-T T.81 annex B. Of Exif only which way is up is kept, because telephones store a standing picture lying.</summary>
    public static byte[]? Jpeg(byte[] sent)
    {
        var kept = new MemoryStream(sent.Length);
        kept.Write([0xFF, 0xD8]);
        var (at, hasFrame, hasScan, isTurned) = (2, false, false, false);
        while (at + 1 < sent.Length && sent[at] == 0xFF)
        {
            var marker = sent[at + 1];
            if (marker == 0xFF)
            {
                at++; // Fill bytes may stand before a marker.
                continue;
            }
            if (marker == 0xD9)
            {
                if (!hasScan) return null;
                kept.Write([0xFF, 0xD9]);
                return kept.ToArray();
            }
            if (marker is < 0xC0 or 0xC8 or (>= 0xD0 and <= 0xD8) or 0xDE or 0xDF or (>= 0xF0 and < 0xFE)) return null;
            if (at + 4 > sent.Length) return null;
            var length = BinaryPrimitives.ReadUInt16BigEndian(sent.AsSpan(at + 2));
            if (length < 2 || at + 2 + length > sent.Length) return null;
            var segment = sent.AsSpan(at, 2 + length);
            var content = segment[4..];
            at += segment.Length;
            switch (marker)
            {
                case 0xE0 when content.StartsWith("JFIF\0"u8) && content.Length >= 14:
                    // Its last two bytes are the size of a thumbnail, which may show what was cropped away.
                    kept.Write([0xFF, 0xE0, 0, 16, .. content[..12], 0, 0]);
                    break;
                case 0xE1 when content.StartsWith("Exif\0\0"u8):
                    if (!isTurned && Orientation(content[6..]) is > 1 and var orientation)
                    {
                        kept.Write([0xFF, 0xE1, 0, 34, .. "Exif\0\0MM\0*"u8, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0]);
                        isTurned = true;
                    }
                    break;
                // Without it the colours of some pictures turn.
                case 0xEE when content.StartsWith("Adobe"u8) && content.Length == 12:
                    kept.Write(segment);
                    break;
                case 0xFE or (>= 0xE0 and <= 0xEF):
                    break;
                case 0xDA:
                    if (!hasFrame) return null;
                    hasScan = true;
                    kept.Write(segment);
                    var end = EndOfScan(sent, at);
                    kept.Write(sent, at, end - at);
                    at = end;
                    break;
                default:
                    if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xCC))
                    {
                        // Sample precision, height, width, components.
                        if (content.Length < 6 || BinaryPrimitives.ReadUInt16BigEndian(content[1..]) == 0 || BinaryPrimitives.ReadUInt16BigEndian(content[3..]) == 0) return null;
                        hasFrame = true;
                    }
                    kept.Write(segment);
                    break;
            }
        }
        return null;
    }

    /// <summary>ISO/IEC 15948. An animation becomes its first picture.</summary>
    public static byte[]? Png(byte[] sent)
    {
        var kept = new MemoryStream(sent.Length);
        kept.Write(PngSignature);
        var (at, hasHeader, hasData) = (PngSignature.Length, false, false);
        while (at + 12 <= sent.Length)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(sent.AsSpan(at));
            if (length > sent.Length - at - 12) return null;
            var chunk = sent.AsSpan(at, 12 + (int)length);
            var type = chunk.Slice(4, 4);
            at += chunk.Length;
            if (!hasHeader)
            {
                if (!type.SequenceEqual("IHDR"u8) || length != 13 || BinaryPrimitives.ReadUInt32BigEndian(chunk[8..]) == 0 || BinaryPrimitives.ReadUInt32BigEndian(chunk[12..]) == 0) return null;
                hasHeader = true;
                kept.Write(chunk);
            }
            else if (type.SequenceEqual("IEND"u8))
            {
                if (!hasData || length != 0) return null;
                kept.Write(chunk);
                return kept.ToArray();
            }
            else if (type.SequenceEqual("IDAT"u8) || type.SequenceEqual("PLTE"u8) || type.SequenceEqual("tRNS"u8) || type.SequenceEqual("gAMA"u8) || type.SequenceEqual("cHRM"u8)
                || type.SequenceEqual("sRGB"u8) || type.SequenceEqual("sBIT"u8) || type.SequenceEqual("bKGD"u8))
            {
                hasData |= type.SequenceEqual("IDAT"u8);
                kept.Write(chunk);
            }
            else if ((type[0] & 0x20) == 0)
            {
                return null; // Needed to draw it, and not known here.
            }
        }
        return null;
    }

    /// <summary>RFC 9649. Moving pictures are not taken.</summary>
    public static byte[]? WebP(byte[] sent)
    {
        var size = BinaryPrimitives.ReadUInt32LittleEndian(sent.AsSpan(4));
        if (size > sent.Length - 8) return null;
        var (end, at, hasImage) = (8 + (int)size, 12, false);
        var kept = new MemoryStream(sent.Length);
        kept.Write("RIFF\0\0\0\0WEBP"u8);
        while (at + 8 <= end)
        {
            var type = sent.AsSpan(at, 4);
            var length = BinaryPrimitives.ReadUInt32LittleEndian(sent.AsSpan(at + 4));
            if (length == 0 || length > end - at - 8) return null;
            var chunk = sent.AsSpan(at, 8 + (int)length);
            at += chunk.Length + (int)(length & 1);
            if (type.SequenceEqual("ANIM"u8) || type.SequenceEqual("ANMF"u8)) return null;
            var isImage = type.SequenceEqual("VP8 "u8) || type.SequenceEqual("VP8L"u8);
            var isHeader = type.SequenceEqual("VP8X"u8) && length == 10 && kept.Length == 12;
            if (!isImage && !isHeader && !type.SequenceEqual("ALPH"u8)) continue;
            if (isImage && hasImage) return null;
            hasImage |= isImage;
            var start = (int)kept.Length;
            kept.Write(chunk);
            if ((length & 1) == 1) kept.WriteByte(0);
            // Its flags say which chunks there are; of those only transparency is left.
            if (isHeader) kept.GetBuffer()[start + 8] &= 0x10;
        }
        if (!hasImage) return null;
        var whole = kept.ToArray();
        BinaryPrimitives.WriteUInt32LittleEndian(whole.AsSpan(4), (uint)whole.Length - 8);
        return whole;
    }

    // Up to the marker that ends the coded data; a stuffed zero and restarts belong to it.
    private static int EndOfScan(byte[] sent, int at)
    {
        while (true)
        {
            var found = sent.AsSpan(at).IndexOf((byte)0xFF);
            if (found < 0 || at + found + 1 >= sent.Length) return sent.Length;
            at += found;
            if (sent[at + 1] is not (0x00 or (>= 0xD0 and <= 0xD7) or 0xFF)) return at;
            at += sent[at + 1] == 0xFF ? 1 : 2;
        }
    }

    // Tag 0x0112 of the first directory, 1 to 8; 1 when there is none that can be read.
    private static byte Orientation(ReadOnlySpan<byte> tiff)
    {
        if (tiff.Length < 8) return 1;
        var isLittle = tiff.StartsWith("II"u8);
        ushort Short(ReadOnlySpan<byte> from) => isLittle ? BinaryPrimitives.ReadUInt16LittleEndian(from) : BinaryPrimitives.ReadUInt16BigEndian(from);
        var directory = isLittle ? BinaryPrimitives.ReadUInt32LittleEndian(tiff[4..]) : BinaryPrimitives.ReadUInt32BigEndian(tiff[4..]);
        if (directory > tiff.Length - 2) return 1;
        var entries = tiff[((int)directory + 2)..];
        for (var left = Short(tiff[(int)directory..]); left > 0 && entries.Length >= 12; left--, entries = entries[12..])
            if (Short(entries) == 0x0112) return Short(entries[8..]) is > 0 and <= 8 and var value ? (byte)value : (byte)1;
        return 1;
    }
}
