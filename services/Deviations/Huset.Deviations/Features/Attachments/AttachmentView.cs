using System.ComponentModel;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;

namespace Huset.Deviations.Features.Attachments;

/// <summary>An attachment, without what is in it.</summary>
public sealed record AttachmentView(
    [property: Description("Bilagans id. / Id of the attachment.")] Guid Id,
    [property: Description("Filens namn. / Name of the file.")][property: Example("golvet.jpg")] string Name,
    [property: Description("Vad den är: image/jpeg, image/png, image/webp eller application/pdf. / What it is.")][property: Example("image/jpeg")] string MediaType,
    [property: Description("Byte. / Bytes.")][property: Example("482113")] int Size,
    [property: Description("Det en bild berättar utöver sig själv är bortskuret; en PDF är som den kom. / What a picture tells beside itself is cut away; a PDF is as it came.")] bool Stripped,
    [property: Description("Den som rapporterade lade till den. / The reporter added it.")] bool ByReporter,
    [property: Description("Vem annars. / Who otherwise.")][property: Example("Karin Testsson")] string? AddedBy,
    [property: Description("När, UTC. / When, UTC.")] DateTimeOffset AddedAt,
    [property: Description("Läsaren får ta bort den. / The reader may remove it.")] bool MayRemove)
{
    public static AttachmentView Of(Attachment attachment, Deviation deviation, CurrentUser reader)
    {
        // The case tells who its reporter is, to who may know; here it is not told once more.
        var byReporter = attachment.AddedById == deviation.ReporterId;
        return new(
            attachment.Id, attachment.Name, attachment.MediaType, attachment.Size, attachment.Stripped, byReporter, byReporter ? null : attachment.AddedByName, attachment.AddedAt, deviation.ClosedAt is null && reader.MayRemove(attachment, deviation));
    }
}

/// <summary>Who may do what with the attachments of a case that the row filter has let through.</summary>
public static class AttachmentRights
{
    /// <summary>Who handles it; and its reporter, until it is handed over and tells the reporter nothing more.</summary>
    public static bool MayAttach(this CurrentUser user, Deviation deviation) => user.MayHandle(deviation) || (!deviation.IsRestricted && IsReporter(deviation, user));

    /// <summary>Who handles the case, and who attached it as long as that one may attach.</summary>
    public static bool MayRemove(this CurrentUser user, Attachment attachment, Deviation deviation) =>
        user.MayHandle(deviation) || (!deviation.IsRestricted && attachment.AddedById == user.Id && IsReporter(deviation, user));

    /// <summary>All of them to who reads the case's words; to its reporter, also when it is handed over, what the reporter attached: it is part of the report. None to the others.</summary>
    public static bool Sees(Attachment attachment, Deviation deviation, CurrentUser user) => DeviationView.SightOf(deviation, user) switch
    {
        Sight.Full => true,
        Sight.Reporter or Sight.Receipt => attachment.AddedById == user.Id,
        _ => false,
    };

    /// <summary>Why the user may write here, for the access log.</summary>
    public static string Why(Deviation deviation, CurrentUser user) => user.MayHandle(deviation) ? user.WhyWork(Permissions.Handle, deviation) : $"{Permissions.Report}/own";

    private static bool IsReporter(Deviation deviation, CurrentUser user) => deviation.ReporterId == user.Id && user.ReachesOwn(Permissions.Read);
}
