centroid in vec3 place;
centroid in vec3 tangent;
centroid in vec3 normal;
centroid in vec3 albedo;

out vec4 colour;

void main() {
    vec3 along = normalize(tangent);
    vec3 n = normalize(normal);
    // a strand is lit like the coat it belongs to, but shows no side (Kajiya and Kay 1989)
    vec3 across = normalize(n - along * dot(n, along) * 0.7);
    vec3 view = normalize(eye - place);
    float gloss = pow(max(1 - abs(dot(along, normalize(view + vec3(0, 1, 0)))), 0), 4.0);
    colour = vec4(displayed(albedo * shine_on(across) + 0.03 * gloss * shine_on(n)), 1);
}
