using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Codes;

namespace Huset.Complaints;

/// <summary>The code lists as they are read for a piece of work.</summary>
public sealed class CodeLists(IEnumerable<HintedCode> items, DateOnly today) : CodesOfDay<HintedCode>(items, today)
{
    /// <summary>What a complaint is about.</summary>
    public const string Categories = "categories";

    /// <summary>The category whose answers the law hastens (Promise); a code is never taken away.</summary>
    public const string HealthCare = "vard";

    /// <summary>Who says it, as a group (SOSFS 2011:9 ch. 5 § 3).</summary>
    public const string Senders = "senders";

    /// <summary>Categories and senders are rows; the words of the others are the pages' own.</summary>
    public static readonly CodeListTable Table = new(
        Permissions.ReadCodeLists, Permissions.EditCodeLists, "bemotande", new(Categories), new(Senders),
        Fixed<ComplaintKind>("kinds"), Fixed<Channel>("channels"), Fixed<ComplaintStatus>("statuses"), Fixed<ChangeKind>("changes"));

    private static CodeList Fixed<TEnum>(string name) where TEnum : struct, Enum =>
        new(name, IsFixed: true, [.. Enum.GetValues<TEnum>().Select((value, index) => new HintedCode { List = name, Number = index + 1, Code = Kebab.Of(value), Name = Words.Of(value) })]);
}
