using Huset.ServiceDefaults.Codes;

namespace Huset.Processes;

/// <summary>The code lists as they are read for a piece of work.</summary>
public sealed class CodeLists(IEnumerable<CodeListItem> items, DateOnly today) : CodesOfDay<CodeListItem>(items, today)
{
    public const string UnitTypes = "unit-types";
    public const string LawAreas = "law-areas";
    public const string DocumentKinds = "document-kinds";

    /// <summary>Who runs a unit: a rule of the program's own, which rights and law depend on.</summary>
    public const string Providers = "providers";

    public static readonly CodeListTable Table = new(
        Permissions.ReadUnits, Permissions.EditCodeLists, "enhet", new(UnitTypes), new(LawAreas), new(DocumentKinds), new(Providers, IsFixed: true));
}
