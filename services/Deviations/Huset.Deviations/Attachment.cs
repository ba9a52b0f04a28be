using Huset.Deviations.Features.Attachments;
using Microsoft.EntityFrameworkCore;

namespace Huset.Deviations;

/// <summary>A picture or a PDF in a case. When it is removed its name and content go, and the row and the case's history stay.</summary>
public sealed class Attachment
{
    public const int MaxReason = 500;

    public Guid Id { get; private set; } = Guid.CreateVersion7();
    public Guid DeviationId { get; private set; }
    public Deviation Deviation { get; private set; } = null!;

    /// <summary>May name a person: shown to who reads the case's words, never in events or logs.</summary>
    public string Name { get; private set; } = "";

    public string MediaType { get; private set; } = "";

    /// <summary>Bytes of what is kept, which may be less than what was sent.</summary>
    public int Size { get; private set; }

    /// <summary>What a picture tells beside itself is cut away; a PDF is kept as it came.</summary>
    public bool Stripped { get; private set; }

    public string AddedById { get; private set; } = "";
    public string AddedByName { get; private set; } = "";
    public DateTimeOffset AddedAt { get; private set; }
    public DateTimeOffset? RemovedAt { get; private set; }

    /// <summary>Null once it is removed, and null where it is not asked for: it is read in pieces (ReadAttachment).</summary>
    public AttachmentContent? Content { get; private set; }

    internal static Attachment Of(Guid deviationId, AttachedFile file, Person by, DateTimeOffset now)
    {
        var attachment = new Attachment { DeviationId = deviationId, Name = file.Name, MediaType = file.MediaType, Size = file.Content.Length, Stripped = file.Stripped, AddedById = by.Id, AddedByName = by.Name, AddedAt = now };
        attachment.Content = new(attachment.Id, file.Content);
        return attachment;
    }

    internal void Remove(DateTimeOffset now) => (Name, RemovedAt, Content) = ("", now, null);
}

/// <summary>What is in an attachment, apart from it so that no list reads it.</summary>
public sealed class AttachmentContent(Guid attachmentId, byte[] content)
{
    public Guid AttachmentId { get; private set; } = attachmentId;
    public byte[] Content { get; private set; } = content;
}

internal static class AttachmentRows
{
    /// <param name="model">Deviations' model.</param>
    /// <param name="sees">The row filter, beside that of the case: what is in a restricted case is its investigators' and, of what they have attached themselves, its reporter's.</param>
    public static void HasAttachments(this ModelBuilder model, System.Linq.Expressions.Expression<Func<Attachment, bool>> sees)
    {
        model.Entity<Attachment>(attachment =>
        {
            attachment.ToTable("attachments");
            attachment.Property(a => a.Id).ValueGeneratedNever();
            attachment.HasOne(a => a.Deviation).WithMany().HasForeignKey(a => a.DeviationId);
            attachment.HasIndex(a => new { a.DeviationId, a.Id });
            attachment.HasOne(a => a.Content).WithOne().HasForeignKey<AttachmentContent>(c => c.AttachmentId);
            attachment.HasQueryFilter(sees);
        });
        model.Entity<AttachmentContent>(content =>
        {
            content.ToTable("attachment_contents");
            content.HasKey(c => c.AttachmentId);
            content.Property(c => c.AttachmentId).ValueGeneratedNever();
        });
    }
}
