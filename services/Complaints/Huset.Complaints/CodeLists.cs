using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Codes;
using Huset.ServiceDefaults.Http;

namespace Huset.Complaints;

/// <summary>A code, and in a line what belongs there.</summary>
public sealed class HintedCode : CodeListItem
{
    [Description("Vad som hör dit, på en rad. / What belongs there, in a line."), Example("Hur någon blev bemött, tilltalad eller lyssnad på.")]
    public string? Hint { get; set; }

    public abstract class Fields : CodeFields
    {
        [Description("Vad som hör dit, på en rad. / What belongs there, in a line."), Example("Hur någon blev bemött, tilltalad eller lyssnad på."), StringLength(500), RegularExpression(LinePattern)]
        public string? Hint { get; set; }

        public override void ReadFrom(CodeListItem item)
        {
            base.ReadFrom(item);
            Hint = (item as HintedCode)?.Hint;
        }

        public override void WriteTo(CodeListItem item)
        {
            base.WriteTo(item);
            ((HintedCode)item).Hint = string.IsNullOrWhiteSpace(Hint) ? null : Hint.Trim();
        }
    }

    public sealed class Change : Fields;

    public sealed class New : Fields, INewCode
    {
        [Description("Koden: bokstäver, siffror och bindestreck. Den kan aldrig ändras. / The code: letters, digits and hyphens. It can never change."), Example("larm"), Required, StringLength(64), RegularExpression(CodePattern)]
        public string? Code { get; set; }
    }
}

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
