using System.Security.Cryptography;

namespace Huset.Deviations;

/// <summary>
/// The code by which who left a tip reads what came of it: sixteen of Crockford's characters. It is reckoned from the form's own key, which
/// is stored nowhere, so that the form sent again is the same tip; of the code only a hash is stored.
/// </summary>
public static class TipCode
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int Length = 16;

    /// <summary>As it is shown: `4T9Q-07KX-2M81-AB3C`.</summary>
    public static string Of(Guid formKey)
    {
        var hash = SHA256.HashData([.. "tip "u8, .. formKey.ToByteArray(bigEndian: true)]);
        var text = string.Concat(hash.Take(Length).Select(part => Alphabet[part & 31]));
        return string.Join('-', text.Chunk(4).Select(part => new string(part)));
    }

    /// <summary>What is stored of it; null when it can be no code, however it is spaced and however O, I and L are written.</summary>
    public static byte[]? HashOf(string? code)
    {
        if (code is null || code.Length > 60) return null;
        var text = new string([.. code.ToUpperInvariant().Where(letter => letter is not ('-' or ' ')).Select(letter => letter switch { 'O' => '0', 'I' or 'L' => '1', _ => letter })]);
        return text.Length == Length && text.All(letter => Alphabet.Contains(letter, StringComparison.Ordinal)) ? SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(text)) : null;
    }
}
