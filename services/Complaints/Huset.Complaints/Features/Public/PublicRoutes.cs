namespace Huset.Complaints.Features.Public;

/// <summary>What anyone may do without signing in: leave a complaint, read the answer by the code on the receipt, and write more.</summary>
public static class PublicRoutes
{
    public static void AddPublic(this IServiceCollection services) =>
        services.AddScoped<Receipts>().AddScoped<LeaveComplaint.Handler>().AddScoped<ReadDialogue.Handler>().AddScoped<AddToDialogue.Handler>();

    public static void MapPublic(this WebApplication app)
    {
        var open = app.MapGroup("/complaints/v1/public").AllowAnonymous().WithTags("public");
        LeaveComplaint.Map(open);
        ReadDialogue.Map(open);
        AddToDialogue.Map(open);
    }
}
