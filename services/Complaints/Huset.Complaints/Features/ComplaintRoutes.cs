namespace Huset.Complaints.Features;

/// <summary>What staff do with complaints, gathered for Program.cs.</summary>
public static class ComplaintRoutes
{
    public static void AddComplaints(this IServiceCollection services)
    {
        services.AddScoped<Promises>();
        services.AddScoped<ComplaintWork>();
        services.AddScoped<RegisterComplaint.Handler>();
        services.AddScoped<ListComplaints.Handler>();
        services.AddScoped<ReadComplaint.Handler>();
        services.AddScoped<PlaceComplaint.Handler>();
        services.AddScoped<GiveComplaint.Handler>();
        services.AddScoped<AnswerComplaint.Handler>();
        services.AddScoped<FixComplaint.Handler>();
        services.AddScoped<EscalateToDeviation.Handler>();
        services.AddScoped<ForwardToBoard.Handler>();
        services.AddScoped<CloseComplaint.Handler>();
        services.AddScoped<ReopenComplaint.Handler>();
    }

    public static void MapComplaints(this RouteGroupBuilder complaints)
    {
        RegisterComplaint.Map(complaints);
        ListComplaints.Map(complaints);
        ReadComplaint.Map(complaints);
        PlaceComplaint.Map(complaints);
        GiveComplaint.Map(complaints);
        AnswerComplaint.Map(complaints);
        FixComplaint.Map(complaints);
        EscalateToDeviation.Map(complaints);
        ForwardToBoard.Map(complaints);
        CloseComplaint.Map(complaints);
        ReopenComplaint.Map(complaints);
    }
}
