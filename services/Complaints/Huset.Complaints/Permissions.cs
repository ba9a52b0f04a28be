using Huset.ServiceDefaults.Identity;

namespace Huset.Complaints;

public static class Permissions
{
    /// <summary>Write down what someone has said by telephone, at a visit or on paper; the integration does it for an e-service.</summary>
    public const string Register = "complaints.register";

    /// <summary>See complaints with words and contact: the own are those that one has written down or is given.</summary>
    public const string Read = "complaints.read";

    /// <summary>See complaints without words and contact.</summary>
    public const string ReadWithoutText = "complaints.read-without-text";

    /// <summary>Place, give, fix, answer and close.</summary>
    public const string Handle = "complaints.handle";

    /// <summary>Make a deviation of one.</summary>
    public const string Escalate = "complaints.escalate";

    public const string ReadCodeLists = "complaints.read-code-lists";
    public const string EditCodeLists = "complaints.edit-code-lists";

    /// <summary>The times that are promised for an answer.</summary>
    public const string ReadRules = "complaints.read-rules";
    public const string EditRules = "complaints.edit-rules";

    public static readonly Rights Table = new Rights()
        .Give(Register, Reach.All, [.. Roles.Employees, Roles.Integration])
        .Give(Read, Reach.Own, Roles.Employees)
        .Give(Read, Reach.Units, Roles.Enhetschef)
        .Give(Read, Reach.All, Roles.Registrator)
        .Give(ReadWithoutText, Reach.All, Roles.Kvalitetsutvecklare)
        .Give(Handle, Reach.Own, Roles.Employees)
        .Give(Handle, Reach.Units, Roles.Enhetschef)
        .Give(Handle, Reach.All, Roles.Registrator)
        .Give(Escalate, Reach.Own, Roles.Employees)
        .Give(Escalate, Reach.Units, Roles.Enhetschef)
        .Give(Escalate, Reach.All, Roles.Registrator)
        .Give(ReadCodeLists, Reach.All, [.. Roles.Employees, Roles.Integration])
        .Give(EditCodeLists, Reach.All, Roles.Systemadministrator, Roles.Registrator)
        .Give(ReadRules, Reach.All, Roles.Employees)
        .Give(EditRules, Reach.All, Roles.Systemadministrator, Roles.Registrator)
        .GiveCommon();
}
