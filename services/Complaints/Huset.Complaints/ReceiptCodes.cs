using System.Security.Cryptography;
using System.Text;

namespace Huset.Complaints;

/// <summary>
/// The code on a receipt, by which who left a complaint reads the answer: ten of Crockford's characters (50 bits) and one that tells a
/// mistyped code from a wrong one. It is reckoned from the complaint's id and the installation's key, so that the form sent again shows the
/// same receipt, and only a keyed hash of it is stored: who reads the database can neither see a code nor try codes.
/// </summary>
public sealed class ReceiptCodes(IConfiguration configuration)
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int Length = 10;

    // Crockford's own check character may be one of "*~$=U", which is hard to say on the telephone; this is always a letter or a digit.
    private const int CheckModulus = 31;

    private readonly byte[] key = Encoding.UTF8.GetBytes(configuration["Complaints:CodeKey"] is { Length: >= 32 } secret ? secret : throw new InvalidOperationException("Complaints:CodeKey is missing or shorter than 32 characters."));

    /// <summary>The complaint's code as it is shown: `4T9Q0-7KX2M-8`.</summary>
    public string Of(Guid complaintId)
    {
        var bits = Bits(Keyed([.. "code "u8, .. complaintId.ToByteArray(bigEndian: true)]));
        var text = string.Concat(Enumerable.Range(0, Length).Select(place => Alphabet[(int)(bits >> (5 * (Length - 1 - place))) & 31]));
        return $"{text[..5]}-{text[5..]}-{Check(text)}";
    }

    /// <summary>What is stored of a code.</summary>
    public byte[] HashOf(string code) => Parse(code) is { } bits ? Keyed([.. "hash "u8, .. BitConverter.GetBytes(bits)]) : [];

    /// <summary>Whether it can be a code at all: right length, right characters and right check character, however it is spaced and however O, I and L are written.</summary>
    public static bool IsWellFormed(string? code) => Parse(code) is not null;

    private static long? Parse(string? code)
    {
        if (code is null || code.Length > 40) return null;
        var text = new string([.. code.ToUpperInvariant().Where(letter => letter is not ('-' or ' ')).Select(letter => letter switch { 'O' => '0', 'I' or 'L' => '1', _ => letter })]);
        if (text.Length != Length + 1) return null;
        var bits = 0L;
        foreach (var letter in text[..Length])
        {
            var value = Alphabet.IndexOf(letter, StringComparison.Ordinal);
            if (value < 0) return null;
            bits = (bits << 5) | (uint)value;
        }
        return Check(text) == text[Length] ? bits : null;
    }

    // Weighed by place, so that two characters that have changed places are seen.
    private static char Check(string text) => Alphabet[Enumerable.Range(0, Length).Sum(place => (place + 1) * Alphabet.IndexOf(text[place], StringComparison.Ordinal)) % CheckModulus];

    private byte[] Keyed(byte[] what) => HMACSHA256.HashData(key, what);

    private static long Bits(byte[] hash) => (long)(System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(hash) >> 14);
}
