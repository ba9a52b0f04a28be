using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Codes;
using Huset.ServiceDefaults.Http;

namespace Huset.Procurement;

/// <summary>A code of one of the service's lists.</summary>
public sealed class ProcurementCode : CodeListItem
{
    public sealed class Change : CodeFields;

    public sealed class New : CodeFields, INewCode
    {
        [Description("Koden: bokstäver, siffror och bindestreck. Den kan aldrig ändras. / The code: letters, digits and hyphens. It can never change."), Example("partnerskap"), Required, StringLength(64), RegularExpression(CodePattern)]
        public string? Code { get; set; }
    }
}

/// <summary>The code lists as they are read for a piece of work.</summary>
public sealed class CodeLists(IEnumerable<ProcurementCode> items, DateOnly today) : CodesOfDay<ProcurementCode>(items, today)
{
    /// <summary>How a contract was procured.</summary>
    public const string ContractForms = "contract-forms";

    /// <summary>What a requirement is about.</summary>
    public const string RequirementAreas = "requirement-areas";

    /// <summary>Why a follow-up is held.</summary>
    public const string FollowUpKinds = "follow-up-kinds";

    /// <summary>Three are rows; the words of the others are the pages' own.</summary>
    public static readonly CodeListTable Table = new(
        Permissions.ReadCodeLists, Permissions.EditCodeLists, "lov", new(ContractForms), new(RequirementAreas), new(FollowUpKinds),
        Fixed<ContractState>("contract-states"), Fixed<ContractSignal>("contract-signals"), Fixed<FollowUpStatus>("follow-up-statuses"), Fixed<Verdict>("verdicts"), Fixed<Severity>("severities"), Fixed<FindingStatus>("finding-statuses"));

    private static CodeList Fixed<TEnum>(string name) where TEnum : struct, Enum =>
        new(name, IsFixed: true, [.. Enum.GetValues<TEnum>().Select((value, index) => new ProcurementCode { List = name, Number = index + 1, Code = Kebab.Of(value), Name = Words.Of(value) })]);
}
