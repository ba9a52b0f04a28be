using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults.Codes;
using Huset.ServiceDefaults.Http;

namespace Huset.Competence;

/// <summary>A code, and what is said of it when it is a role or a kind of evidence.</summary>
public sealed class WorkCode : CodeListItem
{
    /// <summary>Of a role: a licensed profession, which may delegate health-care tasks (PSL 2010:659 ch. 4 and ch. 6 § 3).</summary>
    [Description("För en roll: ett legitimerat yrke, som får delegera. / Of a role: a licensed profession, which may delegate.")]
    public bool Licensed { get; set; }

    /// <summary>Of a kind of evidence: the last day that anything shown by it holds, such as a transitional rule's; null when it has none.</summary>
    [Description("För ett slag av bevis: sista dagen som något som visas så gäller. / Of a kind of evidence: the last day that anything shown by it holds."), Example("2033-06-30")]
    public DateOnly? LastDay { get; set; }

    public abstract class Fields : CodeFields
    {
        [Description("För en roll: ett legitimerat yrke, som får delegera. / Of a role: a licensed profession, which may delegate.")]
        public bool Licensed { get; set; }

        [Description("För ett slag av bevis: sista dagen som något som visas så gäller. / Of a kind of evidence: the last day that anything shown by it holds.")]
        public DateOnly? LastDay { get; set; }

        public override void ReadFrom(CodeListItem item)
        {
            base.ReadFrom(item);
            (Licensed, LastDay) = item is WorkCode code ? (code.Licensed, code.LastDay) : default;
        }

        public override void WriteTo(CodeListItem item)
        {
            base.WriteTo(item);
            if (Licensed && item.List != CodeLists.Roles) throw new InvalidField("licensed", "Only a role is a licensed profession.");
            if (LastDay is not null && item.List != CodeLists.EvidenceKinds) throw new InvalidField("lastDay", "Only a kind of evidence has a last day.");
            var code = (WorkCode)item;
            (code.Licensed, code.LastDay) = (Licensed, LastDay);
        }
    }

    public sealed class Change : Fields;

    public sealed class New : Fields, INewCode
    {
        [Description("Koden: bokstäver, siffror och bindestreck. Den kan aldrig ändras. / The code: letters, digits and hyphens. It can never change."), Example("kurator"), Required, StringLength(64), RegularExpression(CodePattern)]
        public string? Code { get; set; }
    }
}

/// <summary>The code lists as they are read for a piece of work.</summary>
public sealed class CodeLists(IEnumerable<WorkCode> items, DateOnly today) : CodesOfDay<WorkCode>(items, today)
{
    /// <summary>What people work as.</summary>
    public const string Roles = "roles";

    /// <summary>What sort of competence it is: a title, an education, a course.</summary>
    public const string CompetenceKinds = "competence-kinds";

    /// <summary>How a competence is shown: certificate, course, practical check.</summary>
    public const string EvidenceKinds = "evidence-kinds";

    /// <summary>Health-care tasks that may be delegated.</summary>
    public const string DelegationTasks = "delegation-tasks";

    public static readonly CodeListTable Table = new(
        Permissions.ReadCodeLists, Permissions.EditCodeLists, "underskoterska", new(Roles), new(CompetenceKinds), new(EvidenceKinds), new(DelegationTasks));
}
