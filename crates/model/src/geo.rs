//! Distances on the earth.

/// Great-circle distance of two places in degrees (north, east), on a sphere of radius 6,371 km.
///
/// ```
/// let (oslo, riga) = ((59.91, 10.74), (56.95, 24.11));
/// assert_eq!(sayso_model::geo::kilometres(oslo, riga).round(), 843.0);
/// ```
pub fn kilometres(a: (f64, f64), b: (f64, f64)) -> f64 {
    let (lat1, lat2) = (a.0.to_radians(), b.0.to_radians());
    let (dlat, dlon) = (lat2 - lat1, (b.1 - a.1).to_radians());
    let h = (dlat / 2.0).sin().powi(2) + lat1.cos() * lat2.cos() * (dlon / 2.0).sin().powi(2);
    2.0 * 6371.0 * h.sqrt().min(1.0).asin()
}
