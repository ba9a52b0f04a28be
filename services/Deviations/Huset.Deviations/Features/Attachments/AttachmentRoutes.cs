namespace Huset.Deviations.Features.Attachments;

/// <summary>The slices of attachments, in one list.</summary>
public static class AttachmentRoutes
{
    public static void AddAttachments(this IServiceCollection services)
    {
        services.AddScoped<TakeFiles>();
        services.AddScoped<AttachFile.Handler>();
        services.AddScoped<ListAttachments.Handler>();
        services.AddScoped<ReadAttachment.Handler>();
        services.AddScoped<RemoveAttachment.Handler>();
    }

    public static void MapAttachments(this RouteGroupBuilder deviations)
    {
        AttachFile.Map(deviations);
        ListAttachments.Map(deviations);
        ReadAttachment.Map(deviations);
        RemoveAttachment.Map(deviations);
    }
}
