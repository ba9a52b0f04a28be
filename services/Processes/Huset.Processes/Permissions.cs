using Huset.ServiceDefaults.Identity;

namespace Huset.Processes;

public static class Permissions
{
    public const string ReadUnits = "processes.read-units";
    public const string EditUnits = "processes.edit-units";
    public const string ImportUnits = "processes.import-units";
    public const string EditCodeLists = "processes.edit-code-lists";

    /// <summary>What the heat is judged by, with its history.</summary>
    public const string ReadLimits = "processes.read-limits";
    public const string EditLimits = "processes.edit-limits";
    public const string ReadQualityAreas = "processes.read-quality-areas";

    /// <summary>The processes in force; what is being worked on shows to who may edit or approve it.</summary>
    public const string ReadProcesses = "processes.read-processes";
    public const string EditProcesses = "processes.edit-processes";
    public const string ApproveProcesses = "processes.approve-processes";

    /// <summary>Counts of deviations per step; small numbers are hidden for who may not open the cases (decision 31).</summary>
    public const string ReadHeat = "processes.read-heat";

    /// <summary>See numbers under five in the heat: of all units, or of those whose cases one may open.</summary>
    public const string ReadSmallHeat = "processes.read-small-heat";

    /// <summary>Routines and other steering documents in force, and to sign that one has read them.</summary>
    public const string ReadDocuments = "processes.read-documents";
    public const string SignReading = "processes.sign-reading";
    public const string EditDocuments = "processes.edit-documents";
    public const string ApproveDocuments = "processes.approve-documents";

    /// <summary>Ask for words in all of it; what is found is what one may read.</summary>
    public const string Search = "processes.search";

    /// <summary>Who has read what.</summary>
    public const string FollowReading = "processes.follow-reading";

    /// <summary>Tasks to revise a routine or a process, which a deviation's cause has opened.</summary>
    public const string HandleRevisions = "processes.handle-revisions";

    /// <summary>A unit's own quality system: the nine areas filled in for a year.</summary>
    public const string ReadQualitySystems = "processes.read-quality-systems";
    public const string EditQualitySystem = "processes.edit-quality-system";
    public const string ApproveQualitySystem = "processes.approve-quality-system";

    /// <summary>Checklists, completed self-inspections of one's units, and those that one is to do.</summary>
    public const string ReadSelfInspections = "processes.read-self-inspections";
    public const string DoSelfInspections = "processes.do-self-inspections";
    public const string StartSelfInspections = "processes.start-self-inspections";
    public const string EditChecklists = "processes.edit-checklists";

    public static readonly Rights Table = new Rights()
        .Give(ReadUnits, Reach.All, [.. Roles.Employees, Roles.Fortroendevald, Roles.Integration])
        .Give(ReadQualityAreas, Reach.All, [.. Roles.Employees, Roles.Fortroendevald, Roles.Integration])
        .Give(EditUnits, Reach.All, Roles.Systemadministrator)
        .Give(EditCodeLists, Reach.All, Roles.Systemadministrator)
        .Give(ReadLimits, Reach.All, Roles.Employees)
        .Give(EditLimits, Reach.All, Roles.Systemadministrator, Roles.Kvalitetsutvecklare)
        .Give(ReadProcesses, Reach.All, [.. Roles.Employees, Roles.Fortroendevald, Roles.Integration])
        .Give(EditProcesses, Reach.Own, Roles.Processagare)
        .Give(EditProcesses, Reach.All, Roles.Kvalitetsutvecklare)
        .Give(ApproveProcesses, Reach.All, Roles.Kvalitetsutvecklare, Roles.Processagare)
        .Give(ReadHeat, Reach.All, Roles.Employees)
        .Give(ReadSmallHeat, Reach.Units, Roles.Enhetschef)
        .Give(ReadSmallHeat, Reach.All, Roles.Kvalitetsutvecklare)
        .Give(ReadDocuments, Reach.All, [.. Roles.Employees, Roles.Fortroendevald])
        .Give(Search, Reach.All, [.. Roles.Employees, Roles.Fortroendevald])
        .Give(SignReading, Reach.Own, Roles.Employees)
        .Give(EditDocuments, Reach.Own, Roles.Processagare)
        .Give(EditDocuments, Reach.Units, Roles.Enhetschef)
        .Give(EditDocuments, Reach.All, Roles.Kvalitetsutvecklare)
        .Give(ApproveDocuments, Reach.Units, Roles.Enhetschef)
        .Give(ApproveDocuments, Reach.All, Roles.Kvalitetsutvecklare, Roles.Mas)
        .Give(FollowReading, Reach.Units, Roles.Enhetschef)
        .Give(FollowReading, Reach.All, Roles.Kvalitetsutvecklare)
        .Give(HandleRevisions, Reach.Own, Roles.Processagare, Roles.Enhetschef)
        .Give(HandleRevisions, Reach.Units, Roles.Enhetschef)
        .Give(HandleRevisions, Reach.All, Roles.Kvalitetsutvecklare)
        .Give(ReadQualitySystems, Reach.All, [.. Roles.Employees, Roles.Fortroendevald])
        .Give(EditQualitySystem, Reach.Units, Roles.Enhetschef)
        .Give(ApproveQualitySystem, Reach.Units, Roles.Enhetschef)
        .Give(ApproveQualitySystem, Reach.All, Roles.Kvalitetsutvecklare)
        .Give(ReadSelfInspections, Reach.Units, Roles.Employees)
        .Give(ReadSelfInspections, Reach.All, Roles.Kvalitetsutvecklare)
        .Give(DoSelfInspections, Reach.Own, Roles.Employees)
        .Give(DoSelfInspections, Reach.Units, Roles.Enhetschef)
        .Give(DoSelfInspections, Reach.All, Roles.Kvalitetsutvecklare)
        .Give(StartSelfInspections, Reach.Units, Roles.Enhetschef)
        .Give(StartSelfInspections, Reach.All, Roles.Kvalitetsutvecklare)
        .Give(EditChecklists, Reach.Units, Roles.Enhetschef)
        .Give(EditChecklists, Reach.All, Roles.Kvalitetsutvecklare)
        .Give(ImportUnits, Reach.All, Roles.Systemadministrator, Roles.Integration)
        .GiveCommon();
}
