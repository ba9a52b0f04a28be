using Huset.ServiceDefaults.Identity;

namespace Huset.Processes;

public static class Permissions
{
    public const string ReadUnits = "processes.read-units";
    public const string EditUnits = "processes.edit-units";
    public const string ImportUnits = "processes.import-units";
    public const string EditCodeLists = "processes.edit-code-lists";
    public const string ReadQualityAreas = "processes.read-quality-areas";

    public static readonly Rights Table = new Rights()
        .Give(ReadUnits, Reach.All, [.. Roles.Employees, Roles.Fortroendevald, Roles.Integration])
        .Give(ReadQualityAreas, Reach.All, [.. Roles.Employees, Roles.Fortroendevald, Roles.Integration])
        .Give(EditUnits, Reach.All, Roles.Systemadministrator)
        .Give(EditCodeLists, Reach.All, Roles.Systemadministrator)
        .Give(ImportUnits, Reach.All, Roles.Systemadministrator, Roles.Integration)
        .GiveCommon();
}
