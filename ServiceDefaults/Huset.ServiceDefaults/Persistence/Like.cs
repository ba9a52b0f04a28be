namespace Huset.ServiceDefaults.Persistence;

/// <summary>Someone's words as a pattern of `ilike`, in which they stand for themselves.</summary>
public static class Like
{
    /// <summary>What the pattern escapes with, to be given to `ILike` beside it.</summary>
    public const string Escape = @"\";

    /// <summary>Whatever has the words in it.</summary>
    public static string Part(string words) =>
        $"%{words.Trim().Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal)}%";
}
